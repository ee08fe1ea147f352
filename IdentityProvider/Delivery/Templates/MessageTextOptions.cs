using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Templates;

/// <summary>The words of messages: part of the section <c>Delivery</c>.</summary>
public sealed class MessageTextOptions
{
    /// <summary>The language for people who asked for none that is spoken here. Default: <c>en</c>.</summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>
    /// Own texts by language and key, in the place of those in <c>Delivery/Templates/MessageTexts.resx</c>:
    /// <c>Delivery:Texts:en:ConfirmEmail.button</c>. Every place in braces that the original has must be in it. Default: none.
    /// </summary>
    public Dictionary<string, Dictionary<string, string>> Texts { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Refuses texts that would leave out the code or the link, and those that nobody would ever read.</summary>
internal sealed partial class MessageTextValidator : IValidateOptions<MessageTextOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageTextOptions options)
    {
        var spoken = string.Join(", ", MessageTexts.Languages.Select(language => language.Name));
        var failures = new List<string>();
        if (MessageTexts.Find(options.DefaultLanguage) is null)
            failures.Add($"Delivery:DefaultLanguage must be one of: {spoken}.");
        foreach (var (language, texts) in options.Texts)
        {
            var isSpoken = MessageTexts.Languages.Any(spokenHere => spokenHere.Name.Equals(language, StringComparison.OrdinalIgnoreCase));
            foreach (var (key, text) in texts)
            {
                var setting = $"Delivery:Texts:{language}:{key}";
                if (isSpoken)
                    Check(setting, MessageTexts.Resources.GetString(key, CultureInfo.InvariantCulture), text, failures);
                else
                    failures.Add($"{setting} is in no language that is spoken here; it must be one of: {spoken}.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(string setting, string? original, string text, List<string> failures)
    {
        if (original is null)
        {
            failures.Add($"{setting} is no text there is; the keys stand in Delivery/Templates/MessageTexts.resx.");
            return;
        }

        var (wanted, given) = (Places(original), Places(text));
        if (!wanted.SetEquals(given))
            failures.Add($"{setting} must have exactly these places: {(wanted.Count == 0 ? "none" : string.Join(" ", wanted))}.");
    }

    internal static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
