namespace IdentityProvider.Accounts;

/// <summary>Collects what is wrong with the fields of a request, so that one answer names all of it.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _sentences = new(StringComparer.Ordinal);
    private readonly List<AccountError> _ofOneField = [];

    public void Add(string field, string sentence)
    {
        if (!_sentences.TryGetValue(field, out var sentences))
            _sentences[field] = sentences = [];
        sentences.Add(sentence);
    }

    /// <summary>Adds it, unless there is something wrong with the field already.</summary>
    public void AddOnce(string field, string sentence)
    {
        if (!_sentences.ContainsKey(field))
            Add(field, sentence);
    }

    /// <summary>Adds a refusal that has a code of its own; the code stands if nothing else is wrong.</summary>
    public void Add(AccountError error)
    {
        _ofOneField.Add(error);
        foreach (var (field, sentences) in error.Errors ?? new Dictionary<string, string[]>())
        {
            foreach (var sentence in sentences)
                Add(field, sentence);
        }
    }

    /// <summary>The refusal; null: nothing is wrong.</summary>
    public AccountError? ToError()
    {
        if (_sentences.Count == 0)
            return null;
        if (_ofOneField is [var only] && _sentences.Count == 1 && _sentences.Values.Single().Count == 1)
            return only;
        return AccountErrors.Validation(_sentences.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));
    }
}
