using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts;

/// <summary>What a password must be. Every rule that fails is named; <c>UserManager</c> asks here too.</summary>
public sealed class PasswordRules(AccountPolicy policy) : IPasswordValidator<User>
{
    // Long enough for every phrase and password manager; a megabyte would only keep the server busy.
    internal const int Longest = 256;

    /// <summary>The sentences for what is wrong; empty: nothing.</summary>
    public IReadOnlyList<string> Check(string? password)
    {
        if (string.IsNullOrEmpty(password))
            return ["Choose a password."];

        var wrong = new List<string>();
        if (password.Length < policy.Password.MinLength)
            wrong.Add($"At least {policy.Password.MinLength} characters.");
        if (password.Length > Longest)
            wrong.Add($"At most {Longest} characters.");
        if (password.Any(char.IsControl))
            wrong.Add("No control characters.");
        if (policy.Password.RequireAllKinds)
            CheckKinds(password, wrong);
        return wrong;
    }

    /// <summary>What is wrong with a new password, as a refusal; null: nothing.</summary>
    public AccountError? CheckNew(string? password, string field = "newPassword") =>
        Check(password) is { Count: > 0 } wrong
            ? AccountErrors.Validation(new Dictionary<string, string[]> { [field] = [.. wrong] })
            : null;

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        var wrong = Check(password);
        return Task.FromResult(wrong.Count == 0
            ? IdentityResult.Success
            : IdentityResult.Failed([.. wrong.Select(sentence => new IdentityError { Code = nameof(PasswordRules), Description = sentence })]));
    }

    private static void CheckKinds(string password, List<string> wrong)
    {
        if (!password.Any(char.IsUpper))
            wrong.Add("An upper-case letter.");
        if (!password.Any(char.IsLower))
            wrong.Add("A lower-case letter.");
        if (!password.Any(char.IsDigit))
            wrong.Add("A digit.");
        if (!password.Any(character => !char.IsLetterOrDigit(character) && !char.IsControl(character)))
            wrong.Add("A symbol.");
    }
}
