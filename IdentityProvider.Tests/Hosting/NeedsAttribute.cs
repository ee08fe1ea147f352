namespace IdentityProvider.Tests.Hosting;

/// <summary>
/// Names the tools, by the names of <see cref="Tool"/>'s members, that a test (or every test of a class) needs.
/// Honoured by <see cref="ToolFactAttribute"/> and <see cref="ToolTheoryAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(params string[] tools) : Attribute
{
    public IReadOnlyList<string> Tools { get; } = tools;
}
