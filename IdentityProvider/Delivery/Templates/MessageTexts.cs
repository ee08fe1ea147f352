using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Templates;

/// <summary>
/// The words of messages, by key and language. They stand in <c>MessageTexts.resx</c> (English) and one
/// <c>MessageTexts.&lt;language&gt;.resx</c> a language; <see cref="MessageTextOptions"/> puts others in their place.
/// </summary>
public sealed class MessageTexts(IOptions<MessageTextOptions> options)
{
    /// <summary>The language of the file without a language.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    internal static readonly ResourceManager Resources = new("IdentityProvider.Delivery.Templates.MessageTexts", typeof(MessageTexts).Assembly);

    /// <summary>The languages that come with it, English first.</summary>
    public static IReadOnlyList<CultureInfo> Languages { get; } = [English, CultureInfo.GetCultureInfo("de")];

    /// <summary>The language for somebody: what they chose, else what their request asks for.</summary>
    /// <param name="chosen">A BCP 47 tag, as the profile has it; null: they chose none.</param>
    public CultureInfo LanguageOf(string? chosen) => Find(chosen) ?? Find(CultureInfo.CurrentUICulture.Name) ?? Find(options.Value.DefaultLanguage) ?? English;

    /// <summary>A text with its places filled: <c>{code}</c> by the value named <c>code</c>.</summary>
    public string Get(string key, CultureInfo language, params IEnumerable<(string Name, string Value)> values)
    {
        var text = Template(key, language);
        // From left to right and once: a value that looks like a place is not one.
        var filled = new System.Text.StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf('{', at) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            var name = text[(open + 1)..close];
            filled.Append(text, at, open - at).Append(values.Single(value => value.Name == name).Value);
            at = close + 1;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>A moment as the language writes it.</summary>
    public string Moment(string key, CultureInfo language, DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(Template(key, language), language);

    /// <summary>The language that is spoken here and comes closest to the tag; null: none.</summary>
    internal static CultureInfo? Find(string? tag) =>
        Languages.FirstOrDefault(language => tag is not null
            && (tag.Equals(language.Name, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language.Name + "-", StringComparison.OrdinalIgnoreCase)));

    private string Template(string key, CultureInfo language) =>
        options.Value.Texts.GetValueOrDefault(language.Name)?.GetValueOrDefault(key)
        ?? Resources.GetString(key, language)
        ?? throw new InvalidOperationException($"There is no text {key}.");
}
