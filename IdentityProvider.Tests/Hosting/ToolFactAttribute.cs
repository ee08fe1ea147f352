using Xunit.Abstractions;
using Xunit.Sdk;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A fact that is skipped, with the reason, where a tool named by <see cref="NeedsAttribute"/> is missing.</summary>
[XunitTestCaseDiscoverer("IdentityProvider.Tests.Hosting.ToolFactDiscoverer", "IdentityProvider.Tests")]
public sealed class ToolFactAttribute : FactAttribute;

/// <summary>A theory that is skipped as a whole where a tool named by <see cref="NeedsAttribute"/> is missing.</summary>
[XunitTestCaseDiscoverer("IdentityProvider.Tests.Hosting.ToolTheoryDiscoverer", "IdentityProvider.Tests")]
public sealed class ToolTheoryAttribute : TheoryAttribute;

/// <summary>Finds the cases of <see cref="ToolFactAttribute"/>.</summary>
public sealed class ToolFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
        => SkippedTestCase.ReasonFor(testMethod) is { } reason
            ? new SkippedTestCase(reason, DiagnosticMessageSink, discoveryOptions, testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

/// <summary>Finds the cases of <see cref="ToolTheoryAttribute"/>.</summary>
public sealed class ToolTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute)
        => SkippedTestCase.ReasonFor(testMethod) is { } reason
            ? [new SkippedTestCase(reason, DiagnosticMessageSink, discoveryOptions, testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that does not run here, and says why.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    private string? _reason;

    [Obsolete("For the runner's deserializer.")]
    public SkippedTestCase() { }

    public SkippedTestCase(
        string reason, IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod testMethod)
        : base(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), testMethod) => _reason = reason;

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => _reason;

    public override void Serialize(IXunitSerializationInfo data)
    {
        data.AddValue("reason", _reason);
        base.Serialize(data);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _reason = data.GetValue<string>("reason");
        base.Deserialize(data);
    }

    internal static string? ReasonFor(ITestMethod testMethod) =>
        testMethod.Method.GetCustomAttributes(typeof(NeedsAttribute))
            .Concat(testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsAttribute)))
            .SelectMany(needs => needs.GetNamedArgument<IReadOnlyList<string>>(nameof(NeedsAttribute.Tools)))
            .Select(name => ((Tool)typeof(Tool).GetField(name)!.GetValue(null)!).SkipReason)
            .FirstOrDefault(reason => reason is not null);
}
