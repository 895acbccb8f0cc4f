using Catalog.Core.Model;

namespace Catalog.Web.Queries;

/// <summary>How a promise of a contract is said to people.</summary>
public static class ServiceLevelWords
{
    /// <summary>What is promised and how much: <c>latency 1 day</c>.</summary>
    public static string Of(ServiceLevel level) => $"{level.Property} {ValueOf(level)}";

    /// <summary>How much: <c>1 day</c>.</summary>
    public static string ValueOf(ServiceLevel level) => level.Unit is { } unit ? $"{level.Value} {Plural(level.Value, unit)}" : level.Value;

    // Units of one letter are symbols, which have no plural.
    private static string Plural(string value, string unit) => value == "1" || unit.Length < 3 || unit.EndsWith('s') ? unit : unit + "s";
}
