namespace IdentityProvider.Accounts;

/// <summary>Every way in which an account operation refuses: the codes are a contract with the callers of the API.</summary>
public static class AccountErrors
{
    // 400: what was sent is not right.

    public static AccountError Validation(IReadOnlyDictionary<string, string[]> errors) =>
        new("validation_failed", 400, "Some values are not right", Sentences(errors)) { Errors = errors };

    /// <param name="sentence">What is wrong with it, and what to do.</param>
    /// <param name="field">Where it was written.</param>
    public static AccountError PhoneInvalid(string sentence, string field = "phone") => OfField(
        "phone_invalid", 400, "Not a phone number", field, sentence);

    public static AccountError PhoneNotMobile(string field = "phone") => OfField(
        "phone_not_mobile", 400, "Not a mobile number", field, "No text message can reach this number: it is a landline or a service number. Give a mobile number.");

    public static AccountError CountryNotAllowed(string field = "phone") => OfField(
        "country_not_allowed", 400, "Country not served", field, "Phone numbers of this country are not accepted here.");

    public static AccountError OtpInvalid { get; } = OfField(
        "otp_invalid", 400, "Wrong code", "code", "This code is not right. Check the latest message, or ask for a new code.");

    public static AccountError OtpExpired { get; } = OfField(
        "otp_expired", 400, "Code expired", "code", "This code is no longer valid. Ask for a new one.");

    public static AccountError WrongPassword { get; } = OfField(
        "wrong_password", 400, "Wrong password", "currentPassword", "The current password is not right.");

    public static AccountError ChannelNotAllowed { get; } =
        new("channel_not_allowed", 400, "Not by this way", "A password can't be reset by this way here.");

    public static AccountError OtpRequired { get; } =
        new("otp_required", 400, "Code needed", "This takes a code by SMS first.");

    public static AccountError PasswordRequired { get; } = OfField(
        "password_required", 400, "Password needed", "currentPassword", "Enter your current password.");

    /// <param name="known">The roles there are.</param>
    public static AccountError RolesUnknown(IEnumerable<string> known) =>
        Validation(new Dictionary<string, string[]> { ["roles"] = [$"At least one of: {string.Join(", ", known)}."] });

    /// <param name="known">The algorithms there are.</param>
    public static AccountError AlgorithmUnknown(IEnumerable<string> known) =>
        Validation(new Dictionary<string, string[]> { ["algorithm"] = [$"One of: {string.Join(", ", known)}."] });

    public static AccountError NoPhoneForCode { get; } =
        new("phone_missing", 400, "No phone number", "This account has no phone number of its own that a code could go to.");

    public static AccountError ProofExpired { get; } =
        new("proof_expired", 400, "Proof expired", "Too much time has passed since the code was entered. Start again with a new code.");

    public static AccountError ClientNotAllowed { get; } = OfField(
        "client_not_allowed", 400, "Client not allowed", "clientId", "There is no public first-party client of this name that may sign people in by itself.");

    public static AccountError LinkInvalid { get; } =
        new("link_invalid", 400, "Link not valid", "This link is not valid, or a newer one has replaced it.");

    public static AccountError LinkExpired { get; } =
        new("link_expired", 400, "Link expired", "This link has expired. Ask for a new one.");

    public static AccountError LinkUsed { get; } =
        new("link_used", 400, "Link already used", "This link was used before; the address is confirmed.");

    // 401, 403: who asks may not.

    /// <param name="identifiers">With what one can sign in here.</param>
    public static AccountError InvalidCredentials(Channels identifiers) =>
        new("invalid_credentials", 401, "Sign-in failed", identifiers switch
        {
            Channels.Phone => "The phone number or the password is not right.",
            Channels.Email => "The e-mail address or the password is not right.",
            _ => "The phone number, the e-mail address or the password is not right.",
        });

    public static AccountError PhoneNotVerified { get; } =
        new("phone_not_verified", 401, "Phone not verified", "This phone number has not been verified yet.");

    public static AccountError EmailNotVerified { get; } =
        new("email_not_verified", 401, "E-mail address not verified", "This e-mail address has not been verified yet. Follow the link that was mailed to it.");

    public static AccountError TokenInvalid { get; } =
        new("invalid_token", 401, "No valid access token", "This call needs a valid access token.");

    public static AccountError ScopeMissing { get; } =
        new("insufficient_scope", 403, "Scope missing", "The access token does not have the scope that this call needs.");

    public static AccountError RoleNotAllowed { get; } =
        new("role_not_allowed", 403, "Role not allowed", "This role can't be chosen at registration.");

    public static AccountError RoleAbove { get; } =
        new("role_not_allowed", 403, "Role not allowed", "This is about a role above your own.");

    public static AccountError Forbidden { get; } =
        new("forbidden", 403, "Not allowed", "Your role does not permit this.");

    public static AccountError NeverDeleted { get; } =
        new("account_protected", 403, "Never deleted", "Accounts of this role are not deleted here; an administrator can deactivate it.");

    public static AccountError MaliciousRequest { get; } = new(
        "malicious_request", 403, "Malicious request", "This request does not come with a valid proof. Start again with a new code.");

    public static AccountError ProofInvalid { get; } =
        new("proof_invalid", 403, "Proof not valid", "The proof of the code is missing, used, expired, or was made for something else.");

    // 404, 409: what is there already, or isn't.

    public static AccountError SessionNotFound { get; } = new("not_found", 404, "Not found", "There is no such session.");

    public static AccountError ConsentNotFound { get; } = new("not_found", 404, "Not found", "There is no such consent.");

    public static AccountError MessageNotFound { get; } = new("not_found", 404, "Not found", "There is no such message.");

    public static AccountError MessageNotGivenUp { get; } =
        new("message_not_given_up", 409, "Not given up", "Only a message that was given up, and has not expired, can be sent again.");

    /// <param name="skipped">The algorithms that were left as they are.</param>
    /// <param name="rotated">Those that another key signs for.</param>
    public static AccountError KeysRotating(IReadOnlyCollection<string> skipped, IReadOnlyCollection<string> rotated) =>
        new("rotation_under_way", 409, "Under way",
            $"Not done for {string.Join(" and ", skipped)}: somebody has just asked for the next key. Look at the keys before you ask again."
            + (rotated.Count == 0 ? "" : $" Done for {string.Join(" and ", rotated)}."));

    public static AccountError UserNotFound { get; } = new("user_not_found", 404, "Not found", "There is no such user.");

    public static AccountError ChangedMeanwhile { get; } =
        new("changed_meanwhile", 412, "Changed meanwhile", "Somebody else has changed this since you have seen it. Look at it again.");

    public static AccountError AccountInactive { get; } =
        new("account_inactive", 409, "Out of use", "This account is deactivated. Activate it first.");

    public static AccountError NoWayToReset { get; } = new(
        "no_way_to_reset", 409, "No way to send it", "This account has no phone number or e-mail address of its own by which a password is reset here.");

    public static AccountError AlreadySignedIn { get; } =
        new("already_signed_in", 409, "Already signed in", "You are signed in elsewhere. Log out there first.");

    /// <param name="role">The highest role.</param>
    public static AccountError LastOfTopRole(string role) =>
        new("last_super_admin", 409, "The last of them", $"There must be somebody active who has the role {role}, and this is the last.");

    public static AccountError PhoneTaken { get; } = OfField(
        "phone_taken", 409, "Phone number taken", "phone", "Another account has this phone number.");

    public static AccountError EmailTaken { get; } = OfField(
        "email_taken", 409, "E-mail address taken", "email", "Another account has this e-mail address.");

    /// <summary>Both are taken: one answer names both.</summary>
    public static AccountError PhoneAndEmailTaken { get; } =
        new("phone_taken", 409, "Phone number and e-mail address taken", "Other accounts have this phone number and this e-mail address (phone_taken, email_taken).")
        {
            Errors = new Dictionary<string, string[]> { ["phone"] = PhoneTaken.Errors!["phone"], ["email"] = EmailTaken.Errors!["email"] },
        };

    // 429: too often.

    public static AccountError OtpResendDelay(TimeSpan wait) =>
        new("otp_resend_delay", 429, "Too soon", "A code was sent a moment ago. Wait before asking for another.") { RetryAfter = wait };

    public static AccountError OtpDailyLimit(TimeSpan wait) =>
        new("otp_daily_limit", 429, "Too many codes today", "This number has had as many codes as it may have today.") { RetryAfter = wait };

    public static AccountError OtpBlocked(TimeSpan wait) =>
        new("otp_blocked", 429, "Blocked for today", "Too many wrong codes were entered for this number today.") { RetryAfter = wait };

    public static AccountError OtpAddressLimit(TimeSpan wait) =>
        new("otp_address_limit", 429, "Too many codes from here", "Too many codes were asked for from your network.") { RetryAfter = wait };

    public static AccountError OtpCountryLimit(TimeSpan wait) =>
        new("otp_country_limit", 429, "Too many countries", "Codes to numbers of too many countries were asked for from your network today.") { RetryAfter = wait };

    /// <param name="wait">Until there is room again.</param>
    /// <param name="anotherWay">What they can do instead, as a sentence; empty: nothing.</param>
    public static AccountError SmsBudget(TimeSpan wait, string anotherWay) => NoCodesThere("sms_budget", wait, anotherWay);

    /// <param name="wait">Until there is room again.</param>
    /// <param name="anotherWay">What they can do instead, as a sentence; empty: nothing.</param>
    public static AccountError OtpDialCodeLimit(TimeSpan wait, string anotherWay) => NoCodesThere("otp_dial_code_limit", wait, anotherWay);

    public static AccountError OtpCeiling(TimeSpan wait) =>
        new("otp_ceiling", 429, "No more codes for now", "No more messages by SMS can be sent at the moment.") { RetryAfter = wait };

    public static AccountError EmailDailyLimit(TimeSpan wait) =>
        new("email_daily_limit", 429, "Too many messages today", "This address has had as many messages as it may have today.") { RetryAfter = wait };

    public static AccountError TooManyAttempts(TimeSpan wait) =>
        new("too_many_attempts", 429, "Too many attempts", "Too many wrong passwords. Wait before trying again.") { RetryAfter = wait };

    private static AccountError NoCodesThere(string code, TimeSpan wait, string anotherWay) =>
        new(code, 429, "No more codes to this country for now", $"No more codes can be sent to numbers of this country at the moment. {anotherWay}".TrimEnd()) { RetryAfter = wait };

    internal static AccountError OfField(string code, int status, string title, string field, string detail) =>
        new(code, status, title, detail) { Errors = new Dictionary<string, string[]> { [field] = [detail] } };

    private static string Sentences(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join(' ', errors.SelectMany(field => field.Value.Select(sentence => $"{field.Key}: {sentence}")));
}
