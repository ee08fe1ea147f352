namespace IdentityProvider.Data;

/// <summary>Makes the identifiers of rows.</summary>
public static class NewId
{
    /// <summary>A version 7 GUID: it grows with time, so that new rows go to the end of an index.</summary>
#pragma warning disable RS0030 // This is the one place the ban points to.
    public static Guid Create() => Guid.CreateVersion7();
#pragma warning restore RS0030
}
