using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace IdentityProvider;

/// <summary>Binds a section of the configuration. Values that can't be read are refused at once: which settings they are, and what each may be.</summary>
internal static class SettingValues
{
    /// <exception cref="OptionsValidationException">Values can't be read; it names them all.</exception>
    public static void BindTo<T>(this IConfigurationSection section, T options) where T : class
    {
        var wrong = new List<string>();
        Check(section, typeof(T), wrong);
        if (wrong.Count > 0)
            throw new OptionsValidationException(section.Path, typeof(T), wrong);
        section.Bind(options);
    }

    /// <summary>The same for options that the start checks.</summary>
    public static OptionsBuilder<T> BindAtStart<T>(this OptionsBuilder<T> builder, string section) where T : class =>
        builder.Configure<IConfiguration>((options, configuration) => configuration.GetSection(section).BindTo(options)).ValidateOnStart();

    private static void Check(IConfigurationSection section, Type type, List<string> wrong)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var converter = TypeDescriptor.GetConverter(type);
        if (converter.CanConvertFrom(typeof(string)))
        {
            if (section.Value is { Length: > 0 } value && !CanConvert(converter, value))
                wrong.Add($"{section.Path} is \"{value}\"; it must be {Description(type)}.");
            return;
        }

        var element = ElementOf(type);
        foreach (var child in section.GetChildren())
        {
            if ((element ?? type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType) is { } expected)
                Check(child, expected, wrong);
        }
    }

    private static bool CanConvert(TypeConverter converter, string value)
    {
        try
        {
            converter.ConvertFromInvariantString(value);
            return true;
        }
        // Converters throw whatever they like, and wrap it as they like.
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Of what a list or a dictionary is made; null: it is neither.</summary>
    private static Type? ElementOf(Type type)
    {
        var element = type.GetInterfaces().Prepend(type).FirstOrDefault(contract => Is(contract, typeof(IEnumerable<>)))?.GenericTypeArguments[0];
        return element is not null && Is(element, typeof(KeyValuePair<,>)) ? element.GenericTypeArguments[1] : element;

        static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
    }

    private static string Description(Type type) => type switch
    {
        { IsEnum: true } => $"{(type.IsDefined(typeof(FlagsAttribute), inherit: false) ? "some" : "one")} of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time, such as 00:15:00 or 30.00:00:00",
        _ when type == typeof(int) || type == typeof(long) => "a whole number, and not too large",
        _ when type == typeof(Uri) => "an address",
        _ => $"a value of {type.Name}",
    };
}
