namespace IdentityProvider.Pages.Forms;

/// <summary>The fields that a page has shown so far, in their order, and how each is called there.</summary>
internal sealed class ShownFields
{
    private readonly List<(string Id, string Label)> _all = [];

    /// <summary>Those of the page that is being written.</summary>
    public static ShownFields On(HttpContext http)
    {
        if (http.Features.Get<ShownFields>() is { } fields)
            return fields;
        http.Features.Set(fields = new ShownFields());
        return fields;
    }

    public void Add(string id, string label) => _all.Add((id, label));

    /// <summary>What stands over the field; null: the page has none of this id.</summary>
    public string? LabelOf(string id) => _all.Find(field => field.Id == id).Label;

    /// <summary>The place of the field among the others; what the page does not have comes after all.</summary>
    public int PlaceOf(string id) => _all.FindIndex(field => field.Id == id) is >= 0 and var place ? place : _all.Count;
}
