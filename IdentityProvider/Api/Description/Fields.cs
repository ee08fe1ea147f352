using System.Globalization;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data.Model;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Keys;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>What requests are made of.</summary>
internal static class Fields
{
    public static Field Phone { get; } = new("phone", (schema, policy) =>
    {
        schema.Description = $"With its country (`+95 9 7912 34567`), or as it is dialled in {policy.Phone.DefaultRegion}.";
        schema.MaxLength = PhoneText.LongestInput;
    });

    public static Field Email { get; } = new("email", (schema, _) =>
    {
        schema.Format = "email";
        schema.MaxLength = EmailAddress.Longest;
    });

    public static Field NewPassword { get; } = PasswordNamed("newPassword");

    public static Field Password { get; } = PasswordNamed("password");

    public static Field CurrentPassword { get; } = new("currentPassword", (schema, _) => schema.Format = "password");

    public static Field FullName { get; } = Text("fullName", Lengths.Name);

    public static Field DateOfBirth { get; } = new("dateOfBirth", (schema, _) =>
    {
        schema.Description = $"From {PersonFields.EarliestBirth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} to today.";
        schema.Format = "date";
    });

    public static Field Gender { get; } = Text("gender", Lengths.Word);

    public static Field Address { get; } = Text("address", Lengths.Line);

    public static Field City { get; } = Text("city", Lengths.Name);

    public static Field Role { get; } = new("role", (schema, policy) => schema.Enum = Values(policy.RoleNames));

    public static Field Roles { get; } = new("roles", (schema, policy) =>
    {
        schema.MinItems = 1;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = Values(policy.RoleNames) };
    })
    { Type = JsonSchemaType.Array };

    public static Field ClientId { get; } = new("clientId", (schema, _) =>
        schema.Description = $"The first-party client that the tokens are for; `{NewcomerTokens.DefaultClient}` where it is left out.");

    public static Field Purpose { get; } = new("purpose", (schema, policy) =>
    {
        schema.Description = $"What the code is for. Only with a token: {string.Join(", ", CodePurposes.OfOwner(policy).Select(purpose => $"`{purpose}`"))}.";
        schema.Enum = Values(CodePurposes.Public(policy).Concat(CodePurposes.OfOwner(policy)));
    });

    public static Field Code { get; } = new("code", (schema, policy) =>
    {
        schema.Description = $"{policy.Otp.Length} digits. Spaces and hyphens between them don't matter.";
        schema.MaxLength = CodeRedemption.LongestCode;
    });

    public static Field RememberToken { get; } = Token("rememberToken", "What came with the answer to asking for the code.");

    public static Field VerifyToken { get; } = Token("verifyToken", "The proof that the right code brought.");

    public static Field ResetToken { get; } = Token("token", "The `verifyToken` of the code, or what was mailed.");

    public static Field MailedToken { get; } = Token("token", "The parameter `token` of the mailed link.");

    /// <summary>What people tell about themselves, and change.</summary>
    public static Field[] OfPerson { get; } = [FullName, DateOfBirth, Gender, Address, City];

    /// <summary>Which part of a list is wanted.</summary>
    public static Field[] OfPage { get; } =
    [
        new("page", (schema, _) => (schema.Minimum, schema.Default) = ("1", 1)) { Type = JsonSchemaType.Integer },
        new("pageSize", (schema, _) => (schema.Minimum, schema.Maximum, schema.Default) =
            ("1", PageRequest.Largest.ToString(CultureInfo.InvariantCulture), PageRequest.Usual))
        { Type = JsonSchemaType.Integer },
    ];

    /// <summary>Which accounts a list is to have.</summary>
    public static Field[] OfUserList { get; } =
    [
        new("search", (schema, _) => schema.Description = "A part of the name, the e-mail address or the phone number."),
        Role,
        new("active", (_, _) => { }) { Type = JsonSchemaType.Boolean },
        .. OfPage,
    ];

    /// <summary>Which decisions a list is to have.</summary>
    public static Field[] OfDecisionList { get; } =
    [
        new("kind", (schema, _) => schema.Description = "The code of the refusals."),
        .. OfPage,
    ];

    /// <summary>Which messages a list is to have.</summary>
    public static Field[] OfMessageList { get; } =
    [
        new("state", (schema, _) => schema.Enum = Values(MessageStates.All)),
        new("to", (schema, _) => schema.Description = "The phone number or e-mail address, in full, however it is written."),
        .. OfPage,
    ];

    public static Field KeyAlgorithm { get; } = new("algorithm", (schema, _) =>
    {
        schema.Description = "Which keys; both kinds where it is left out.";
        schema.Enum = Values(KeyRollover.Algorithms);
    });

    public static Field AtOnce { get; } = new("atOnce", (schema, _) => schema.Description = "For a key that leaked. Default: false.") { Type = JsonSchemaType.Boolean };

    /// <summary>Which events of the audit log are meant.</summary>
    public static Field[] OfAuditList { get; } =
    [
        new("event", (schema, _) => schema.Description = "What happened, for example `roles_changed`."),
        new("actor", (schema, _) => schema.Description = "Who did it: the id of a user or a client, or `operator` for the command line."),
        new("targetType", (schema, _) => schema.Enum = Values(AuditTargets.All)),
        new("target", (schema, _) => schema.Description = "The id of what it was done to."),
        new("user", (schema, _) => (schema.Format, schema.Description) = ("uuid", "The user concerned.")),
        new("client", (schema, _) => schema.Description = "The client concerned."),
        Moment("from", "From then on: a day in UTC, or a time with its zone (RFC 3339)."),
        Moment("to", "Before then."),
    ];

    /// <summary>How the audit log is written down.</summary>
    public static Field AuditFormat { get; } = new("format", (schema, _) => schema.Enum = Values(Administration.Audit.AuditFormat.All.Select(format => format.Name)));

    private static Field Moment(string name, string description) => new(name, (schema, _) => schema.Description = description);

    public static IList<JsonNode> Values(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    private static Field PasswordNamed(string name) => new(name, (schema, policy) =>
    {
        schema.Description = policy.Password.RequireAllKinds ? "With an upper-case letter, a lower-case letter, a digit and a symbol." : null;
        schema.Format = "password";
        schema.MinLength = policy.Password.MinLength;
        schema.MaxLength = PasswordRules.Longest;
    });

    private static Field Text(string name, int longest) => new(name, (schema, _) => schema.MaxLength = longest);

    private static Field Token(string name, string description) => new(name, (schema, _) => schema.Description = description);
}
