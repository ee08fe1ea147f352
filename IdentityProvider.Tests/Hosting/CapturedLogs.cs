using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Everything a provider under test logged: message, structured values, scopes and exceptions.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>What went wrong inside: lines at Error and above.</summary>
    public IEnumerable<LogLine> Errors => _lines.Where(line => line.Level >= LogLevel.Error);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue(new LogLine(LogLevel.Trace, category, "scope " + Describe(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue(new LogLine(logLevel, category, $"{formatter(state, exception)} {Describe(state)} {exception}"));

        private static string Describe<TState>(TState state)
        {
            if (state is not IEnumerable<KeyValuePair<string, object?>> values)
                return state?.ToString() ?? "";
            var text = new StringBuilder();
            foreach (var (name, value) in values)
                text.Append('[').Append(name).Append('=').Append(value).Append(']');
            return text.ToString();
        }
    }
}

/// <summary>One line of a log.</summary>
public sealed record LogLine(LogLevel Level, string Category, string Text)
{
    public override string ToString() => $"{Level} {Category}: {Text}";
}
