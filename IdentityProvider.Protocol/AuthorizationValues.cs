namespace IdentityProvider.Protocol;

/// <summary>Values of <c>response_mode</c> (OAuth 2.0 Multiple Response Types 2.1, Form Post Response Mode 2).</summary>
public static class ResponseModes
{
    public const string Query = "query";
    public const string Fragment = "fragment";
    public const string FormPost = "form_post";

    public static IReadOnlyList<string> All { get; } = [Query, Fragment, FormPost];
}

/// <summary>Values of <c>prompt</c> (OIDC Core 3.1.2.1).</summary>
public static class PromptValues
{
    public const string None = "none";
    public const string Login = "login";
    public const string Consent = "consent";
    public const string SelectAccount = "select_account";

    public static IReadOnlyList<string> All { get; } = [None, Login, Consent, SelectAccount];
}

/// <summary>Values of <c>display</c> (OIDC Core 3.1.2.1). The pages fit any window, so they are all alike.</summary>
public static class DisplayValues
{
    public static IReadOnlyList<string> All { get; } = ["page", "popup", "touch", "wap"];
}
