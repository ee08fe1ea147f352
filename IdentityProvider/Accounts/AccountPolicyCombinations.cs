namespace IdentityProvider.Accounts;

/// <summary>Settings that are right by themselves and can't work together: each sentence names the keys that contradict one another.</summary>
internal static class AccountPolicyCombinations
{
    public static void Check(AccountPolicy policy, List<string> wrong)
    {
        CheckSignIn(policy, wrong);
        CheckClaims(policy, wrong);
        CheckRegistration(policy, wrong);
        CheckRecovery(policy, wrong);
        CheckRoles(policy, wrong);
        if (policy.UpdateStatus is not (StatusCodes.Status200OK or StatusCodes.Status201Created))
            wrong.Add($"Accounts:UpdateStatus is {policy.UpdateStatus}; it must be 200 or 201.");
    }

    private static void CheckSignIn(AccountPolicy policy, List<string> wrong)
    {
        if (!policy.SignInWithPhone && !policy.SignInWithEmail)
            wrong.Add("Accounts:SignInWithPhone and Accounts:SignInWithEmail are both false: nobody could sign in.");
        if (policy.SignInWithPhone && !policy.SignInWithEmail && !Requires(policy, RegistrationFields.Phone))
            wrong.Add("Accounts:SignInWithPhone is the only way to sign in, so Accounts:Required must have Phone.");
        if (policy.SignInWithEmail && !policy.SignInWithPhone && !Requires(policy, RegistrationFields.Email))
            wrong.Add("Accounts:SignInWithEmail is the only way to sign in, so Accounts:Required must have Email.");
        if (policy.SignInWithPhone && policy.SignInWithEmail && !Requires(policy, RegistrationFields.Phone) && !Requires(policy, RegistrationFields.Email))
            wrong.Add("Accounts:SignInWithPhone and Accounts:SignInWithEmail are the ways to sign in, so Accounts:Required must have Phone or Email.");
        if (policy.SignInWithCode && !policy.SignInWithPhone)
            wrong.Add("Accounts:SignInWithCode is true while Accounts:SignInWithPhone is false: a code by SMS signs in by phone.");
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone) && !Requires(policy, RegistrationFields.Phone))
            wrong.Add("Accounts:VerifiedBeforeSignIn has Phone, so Accounts:Required must have Phone: who has none could never sign in.");
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Email) && !Requires(policy, RegistrationFields.Email))
            wrong.Add("Accounts:VerifiedBeforeSignIn has Email, so Accounts:Required must have Email: who has none could never sign in.");
    }

    private static void CheckClaims(AccountPolicy policy, List<string> wrong)
    {
        if (policy.ReserveUnverified)
            return;
        if (policy.SignInWithPhone && !policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone))
            wrong.Add("Several accounts may claim a number while Accounts:ReserveUnverified is false, so Accounts:VerifiedBeforeSignIn must have Phone.");
        if (policy.SignInWithEmail && !policy.VerifiedBeforeSignIn.HasFlag(Channels.Email))
            wrong.Add("Several accounts may claim an address while Accounts:ReserveUnverified is false, so Accounts:VerifiedBeforeSignIn must have Email.");
    }

    private static void CheckRegistration(AccountPolicy policy, List<string> wrong)
    {
        if (policy.TokensAtRegistration && policy.VerifiedBeforeSignIn != Channels.None)
            wrong.Add("Accounts:TokensAtRegistration is true, so Accounts:VerifiedBeforeSignIn must be None: who registers is signed in before anything is verified.");
        if (!policy.RegisterWithCode)
            return;

        // The step after the code takes a password and a name, nothing else.
        if (!Requires(policy, RegistrationFields.Phone))
            wrong.Add("Accounts:RegisterWithCode is true, so Accounts:Required must have Phone.");
        if ((policy.Required & ~(RegistrationFields.Phone | RegistrationFields.FullName)) != RegistrationFields.None)
            wrong.Add("Accounts:RegisterWithCode is true, so Accounts:Required may have Phone and FullName only.");
        if ((policy.Optional & ~(RegistrationFields.Phone | RegistrationFields.FullName)) != RegistrationFields.None)
            wrong.Add("Accounts:RegisterWithCode is true, so Accounts:Optional may have Phone and FullName only.");
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Email))
            wrong.Add("Accounts:RegisterWithCode signs in at once, so Accounts:VerifiedBeforeSignIn may not have Email.");
    }

    private static void CheckRecovery(AccountPolicy policy, List<string> wrong)
    {
        var byPhone = policy.ResetChannels.HasFlag(Channels.Phone) && Requires(policy, RegistrationFields.Phone);
        var byEmail = policy.ResetChannels.HasFlag(Channels.Email) && Requires(policy, RegistrationFields.Email);
        if (!byPhone && !byEmail)
            wrong.Add($"Accounts:ResetChannels is {policy.ResetChannels} and Accounts:Required is {policy.Required}: they must share Phone or Email, else who forgets the password is lost.");
        if (policy.ChangePasswordWithCode && !Requires(policy, RegistrationFields.Phone))
            wrong.Add("Accounts:ChangePasswordWithCode is true, so Accounts:Required must have Phone: that is where the code goes.");
    }

    private static void CheckRoles(AccountPolicy policy, List<string> wrong)
    {
        var roles = policy.RoleNames;
        if (roles.Count < 2)
            wrong.Add("Accounts:Roles must name at least two roles, the lowest first: whoever registers gets the first, and the last has all rights.");
        if (roles.Distinct(StringComparer.OrdinalIgnoreCase).Count() != roles.Count)
            wrong.Add("Accounts:Roles names a role twice.");
        foreach (var role in policy.NeverDeletedRoleNames.Except(roles))
            wrong.Add($"Accounts:NeverDeletedRoles has \"{role}\", which is not one of Accounts:Roles.");
        foreach (var (setting, role) in policy.Permissions.All.Where(permission => permission.Role.Length > 0 && !roles.Contains(permission.Role)))
            wrong.Add($"Accounts:Permissions:{setting} is \"{role}\", which is not one of Accounts:Roles.");
        if (roles.Count > 0 && policy.Permissions.All.Any(permission => permission.Role == roles[0]))
            wrong.Add($"Accounts:Permissions names \"{roles[0]}\", the first of Accounts:Roles: everybody who registers would administer the others.");
    }

    private static bool Requires(AccountPolicy policy, RegistrationFields field) => policy.Required.HasFlag(field);
}
