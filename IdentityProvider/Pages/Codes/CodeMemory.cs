namespace IdentityProvider.Pages.Codes;

/// <summary>Keeps a <see cref="CodeInProgress"/> between the pages, one for each purpose.</summary>
public sealed class CodeMemory(PageMemory memory)
{
    public void Keep(CodeInProgress code) => memory.Keep(code.Purpose, code);

    public void Forget(string purpose) => memory.Forget(purpose);

    public CodeInProgress? Find(string purpose) => memory.Find<CodeInProgress>(purpose);
}
