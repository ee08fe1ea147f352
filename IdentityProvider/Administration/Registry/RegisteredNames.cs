using IdentityProvider.Data;

namespace IdentityProvider.Administration.Registry;

/// <summary>Names that clients and APIs can be registered by: they stand in an address of the API, and in the subject of tokens.</summary>
internal static class RegisteredNames
{
    /// <summary>What is wrong with it; null: nothing.</summary>
    public static string? Check(string name)
    {
        if (name.Length is 0 or > 200 || !name.All(character => char.IsAsciiLetterOrDigit(character) || "-._~:/@".Contains(character)))
            return "Must be 1 to 200 letters, digits and characters of -._~:/@";
        if (name.Split('/').Any(part => part is "." or ".."))
            return "Must not have . or .. as a part of its own: it stands in an address.";
        // RFC 9700 4.15: as the subject of a token it would pass for a person.
        return Guid.TryParse(name, out _) ? "Must not look like the identifier of a person: choose one with a meaning." : null;
    }

    /// <summary>Whether an entry may have the name at all. PostgreSQL can't even be asked for a text with a NUL.</summary>
    public static bool CanBe(string name) => !name.Any(char.IsControl);

    /// <summary>One that nobody has.</summary>
    public static string Create() => $"c-{NewId.Create():N}";
}
