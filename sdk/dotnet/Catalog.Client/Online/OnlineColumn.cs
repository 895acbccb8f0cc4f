namespace Catalog.Client;

/// <summary>A join key or a feature: a value, a status and a time for each entity, in the order in which they were asked for.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Values">As Feast's JSON has them: whole numbers are <see cref="long"/>, others <see cref="double"/>, timestamps whole seconds since 1970, bytes base64, lists <c>object?[]</c>; null unless the status is <see cref="OnlineStatus.Present"/>.</param>
/// <param name="Statuses">Why there is a value, or none.</param>
/// <param name="EventTimestamps">The time of each row, in UTC; null where no row was found, and for join keys.</param>
public sealed record OnlineColumn(string Name, IReadOnlyList<object?> Values, IReadOnlyList<OnlineStatus> Statuses, IReadOnlyList<DateTimeOffset?> EventTimestamps);
