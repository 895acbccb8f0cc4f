using System.Globalization;
using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Web.Queries;

/// <summary>Reads how new data must be from the <c>slaProperties</c> of a contract: <c>{property: latency, value: 1, unit: hour, element: lines.written_at}</c>.</summary>
public static class LatencyPromise
{
    /// <summary>
    /// The shortest latency that the contract promises for the object as a whole or for its column; null when it promises none, or in words that are not
    /// understood.
    /// </summary>
    /// <param name="contract">The contract; null promises nothing.</param>
    /// <param name="source">The source, which names the object of the contract.</param>
    /// <param name="column">The column of the event time.</param>
    public static TimeSpan? Find(Contract? contract, string source, string column)
    {
        if (contract is null)
        {
            return null;
        }

        var target = contract.ObjectFor(source)?.Name ?? source;
        return contract.ServiceLevels
            .Where(level => level.Property.Equals("latency", StringComparison.OrdinalIgnoreCase) && IsAbout(level, target, column))
            .Min(static level => Read(level.Value, level.Unit));
    }

    /// <summary>The same for a source in force. The events of a source that is made of another are those of the other, and so is their contract.</summary>
    public static TimeSpan? Of(DefinitionSet definitions, string source, string column)
        => definitions.StreamsOf(source) is [.., { Contract: { } name } root] ? Find(definitions.FindModel<Contract>(DefinitionKind.Contract, name), root.Name, column) : null;

    private static bool IsAbout(ServiceLevel level, string target, string column)
        => level.Element is null
            || level.Element.Split(',', StringSplitOptions.TrimEntries).Any(element => element == target || element == $"{target}.{column}");

    private static TimeSpan? Read(string value, string? unit)
    {
        TimeSpan? length = unit?.Trim().ToLowerInvariant() switch
        {
            "ms" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(1),
            "s" or "sec" or "second" or "seconds" => TimeSpan.FromSeconds(1),
            "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
            "h" or "hr" or "hour" or "hours" => TimeSpan.FromHours(1),
            "d" or "day" or "days" => TimeSpan.FromDays(1),
            "w" or "week" or "weeks" => TimeSpan.FromDays(7),
            "y" or "yr" or "year" or "years" => TimeSpan.FromDays(365),
            _ => null,
        };
        return length is { } one && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && count > 0 && count < TimeSpan.MaxValue / one
            ? one * count
            : null;
    }
}
