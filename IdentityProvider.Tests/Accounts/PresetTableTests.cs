using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Accounts;

/// <summary>The table of what each preset sets is what each preset sets.</summary>
public sealed class PresetTableTests
{
    private static readonly string[][] Table =
    [
        .. SourceTree.Read("docs/accounts.md").Split('\n')
            .Where(line => line.StartsWith("| `Accounts:", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()),
    ];

    [Theory]
    [InlineData(1, AccountPresets.PhoneFirst)]
    [InlineData(2, AccountPresets.OtpFirst)]
    [InlineData(3, AccountPresets.EmailFirst)]
    [InlineData(4, AccountPresets.Clinic)]
    public void The_table_says_what_the_preset_sets(int column, string preset)
    {
        var policy = new AccountPolicy { Preset = preset };
        AccountPresets.Apply(policy);
        Assert.All(Table, row => Assert.Equal((row[0], row[column]), (row[0], ValueOf(policy, row[0]))));
    }

    [Fact]
    public void The_table_has_every_setting_that_presets_differ_in()
    {
        var policies = AccountPresets.All.Select(preset => new AccountPolicy { Preset = preset }).ToList();
        policies.ForEach(AccountPresets.Apply);
        var differing = SettingsOf(typeof(AccountPolicy), "Accounts").Where(setting =>
            setting != "Accounts:Preset" && policies.Select(policy => ValueOf(policy, setting)).Distinct().Count() > 1);
        Assert.Empty(differing.Except(Table.Select(row => row[0])));
    }

    private static IEnumerable<string> SettingsOf(Type section, string path) => section.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType.Namespace == typeof(AccountPolicy).Namespace && !property.PropertyType.IsEnum
            ? SettingsOf(property.PropertyType, $"{path}:{property.Name}")
            : [$"{path}:{property.Name}"]);

    private static string ValueOf(AccountPolicy policy, string setting)
    {
        object? value = policy;
        foreach (var name in setting.Split(':').Skip(1))
            value = value!.GetType().GetProperty(name)!.GetValue(value);
        return value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }
}
