using System.Text;

namespace IdentityProvider.Cli;

/// <summary>Takes a password where nobody sees it: an argument would stand in the history of the shell and in the list of processes.</summary>
internal static class PasswordInput
{
    /// <summary>The first line of the standard input; on a terminal, what is typed after a prompt, without an echo.</summary>
    public static string Read()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";

        Console.Error.Write("Password: ");
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                password.Length = Math.Max(0, password.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                password.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
