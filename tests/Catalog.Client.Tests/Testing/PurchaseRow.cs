namespace Catalog.Client.Tests.Testing;

/// <summary>A column of every type, named as in the view <c>purchase</c>.</summary>
public sealed record PurchaseRow(
    long? CustomerId,
    string? Product,
    int? Pieces,
    long? Points,
    double? Amount,
    float? Weight,
    bool? Paid,
    byte[]? Receipt,
    DateTimeOffset? DeliveredAt,
    IReadOnlyList<string?>? Tags,
    double?[]? Prices)
{
    internal static readonly string[] Features =
    [
        "purchase:product", "purchase:pieces", "purchase:points", "purchase:amount", "purchase:weight", "purchase:paid", "purchase:receipt", "purchase:delivered_at", "purchase:tags", "purchase:prices",
    ];
}
