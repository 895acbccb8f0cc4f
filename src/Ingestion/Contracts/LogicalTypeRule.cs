using System.Text;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Conversions;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>
/// The value fits the contract's logical type where the column's type alone does not promise it: whole numbers in a floating column, midnight in a timestamp
/// column that is a date, and dates, times, numbers or booleans written as text.
/// </summary>
internal sealed class LogicalTypeRule : ValueRule
{
    private readonly string _logicalType;
    private readonly Func<Value, bool> _fits;

    private LogicalTypeRule(string logicalType, Func<Value, bool> fits)
        : base(ContractRules.Type)
    {
        _logicalType = logicalType;
        _fits = fits;
    }

    internal override string Requirement => $"must be of the contract's type '{_logicalType}'";

    internal override RuleVerdict Check(Value value) => Verdict(_fits(value));

    /// <summary>The rule; null when every value of the column's type fits.</summary>
    /// <param name="logicalType">The type of the contract; null when it names none.</param>
    /// <param name="column">The column of the source.</param>
    /// <param name="fileTimeShift">How far the source moves the times of files.</param>
    internal static LogicalTypeRule? Create(string? logicalType, SourceColumn column, TimeSpan fileTimeShift)
    {
        var fits = (logicalType, column.Type) switch
        {
            (null, _) => null,
            ("array", { IsList: true }) => null,
            ("string" or "object", { IsList: false, Element: ScalarType.String or ScalarType.Bytes }) => null,
            ("number", { IsNumeric: true }) => null,
            ("boolean", { IsList: false, Element: ScalarType.Bool }) => null,
            ("timestamp", { IsList: false, Element: ScalarType.Timestamp }) => null,
            ("integer", { IsList: false, Element: ScalarType.Int32 or ScalarType.Int64 }) => null,
            ("integer", { IsList: false, Element: ScalarType.Float or ScalarType.Double }) => static value => double.IsInteger(value.AsDouble()),
            ("date", { IsList: false, Element: ScalarType.Timestamp }) => DateOf(column, fileTimeShift),
            (_, { IsList: false, Element: ScalarType.String }) => TextOf(logicalType),
            _ => (Func<Value, bool>)(static _ => false),
        };
        return fits is null || logicalType is null ? null : new LogicalTypeRule(logicalType, fits);
    }

    // A date is midnight where it was written; the shift of file times may lead over a change of the clocks, and pushed times are not shifted.
    private static Func<Value, bool> DateOf(SourceColumn column, TimeSpan fileTimeShift)
    {
        var zone = column.Zone is null ? null : SourceZone.Find(column.Zone, column.Name);
        return value => IsMidnight(value.AsInstant(), zone) || IsMidnight(value.AsInstant() - fileTimeShift, zone);
    }

    private static bool IsMidnight(Instant time, SourceZone? zone)
    {
        if (time < Instant.MinValue)
        {
            return false;
        }

        var ticks = time.ToDateTime().Ticks;
        return (zone?.ToLocalTicks(ticks) ?? ticks) % TimeSpan.TicksPerDay == 0;
    }

    private static Func<Value, bool>? TextOf(string logicalType) => logicalType switch
    {
        "integer" => static value => ValueText.Read(value.AsString(), ScalarType.Int64) is not null,
        "number" => static value => ValueText.Read(value.AsString(), ScalarType.Double) is not null,
        "boolean" => static value => value.AsString() is "true" or "false",
        "timestamp" => static value => IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(value.AsString()), out _, out _),
        "date" => static value => value.AsString().Length == 10 && IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(value.AsString()), out _, out _),
        "time" => static value => IsoTimestamp.TryParse(Encoding.UTF8.GetBytes("2000-01-01T" + value.AsString()), out _, out _),
        _ => null,
    };
}
