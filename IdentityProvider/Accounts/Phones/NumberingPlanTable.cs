namespace IdentityProvider.Accounts.Phones;

/// <summary>Reads the table of numbering plans; a line that is wrong is named.</summary>
internal static class NumberingPlanTable
{
    private const int Columns = 6;

    public static IEnumerable<CallingCode> Read(TextReader table)
    {
        var lines = Lines(table).Select(ReadLine).ToList();
        return lines.GroupBy(line => line.Region.CallingCode)
            .Select(group => new CallingCode(group.Key, group.Select(line => line.Region), group.SelectMany(line => line.Ranges)));
    }

    /// <summary>The lines with those that continue them, without comments.</summary>
    private static IEnumerable<string> Lines(TextReader table)
    {
        string? current = null;
        while (table.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == ' ')
            {
                current += line;
                continue;
            }
            if (current is not null)
                yield return current;
            current = line;
        }
        if (current is not null)
            yield return current;
    }

    private static (PhoneRegion Region, List<PhoneRange> Ranges) ReadLine(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        try
        {
            var trunk = cells[4] == "-" ? "" : cells[4];
            var region = new PhoneRegion(cells[0], cells[1], cells[2], [.. cells[3].Split('/')], trunk, DigitCounts.Parse(cells[5]));
            return (region, [.. cells.Skip(Columns).SelectMany(cell => ReadRanges(region, cell))]);
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new FormatException($"The numbering plans have a line that can't be read, \"{line}\": {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<PhoneRange> ReadRanges(PhoneRegion region, string cell)
    {
        var words = cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kind = Enum.Parse<PhoneKind>(words[0], ignoreCase: true);
        return words.Skip(1).Select(word => PhoneRange.Parse(region, kind, word));
    }
}
