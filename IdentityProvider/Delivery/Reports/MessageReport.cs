namespace IdentityProvider.Delivery.Reports;

/// <summary>What a vendor says became of a message it took.</summary>
/// <param name="Id">The message; null: the report names it by the vendor's name only.</param>
/// <param name="VendorId">The vendor's name for it.</param>
/// <param name="Failure">Why it did not arrive, in a word; null: it did.</param>
internal sealed record MessageReport(Guid? Id, string? VendorId, string? Failure);
