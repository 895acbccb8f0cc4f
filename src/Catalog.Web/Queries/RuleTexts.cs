using Catalog.Core.Model;
using Catalog.Web.Formatting;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>
/// Says the rules of a source to people: what it declares itself and what its contract asks for. A rule that neither knows any more is said by its name.
/// </summary>
public sealed class RuleTexts
{
    private const int MostValuesNamed = 4;

    private readonly Source? _source;
    private readonly Dictionary<string, ContractProperty> _properties;
    private readonly Dictionary<string, QualityRule> _measures;

    /// <param name="source">The source; null when it was removed.</param>
    /// <param name="contract">Its contract; null when it has none.</param>
    public RuleTexts(Source? source, Contract? contract)
    {
        _source = source;
        var schema = source is null ? null : contract?.ObjectFor(source.Name);
        var measures = schema?.Quality ?? [];
        _properties = (schema?.Properties ?? []).DistinctBy(static property => property.Name).ToDictionary(static property => property.Name, StringComparer.Ordinal);
        _measures = MeasureNames.Of(measures).Zip(measures).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>The rule of that name, as results and the quarantine name it.</summary>
    public RuleText Of(string rule)
    {
        if (rule.StartsWith(MeasureNames.Prefix, StringComparison.Ordinal))
        {
            return _measures.TryGetValue(rule, out var measure)
                ? new RuleText(TitleOf(measure), LimitOf(measure), measure)
                : new RuleText(rule[MeasureNames.Prefix.Length..]);
        }

        var colon = rule.IndexOf(':', StringComparison.Ordinal);
        return new RuleText(colon < 0 ? EventTitle(rule) : ColumnTitle(rule[..colon], rule[(colon + 1)..]) ?? rule);
    }

    private static string EventTitle(string rule) => rule switch
    {
        EventRules.Malformed => "records can be read",
        EventRules.EventTimeBounds => "event times lie within bounds",
        _ => rule,
    };

    private string? ColumnTitle(string kind, string column)
    {
        var property = _properties.GetValueOrDefault(column);
        return kind switch
        {
            EventRules.Future => $"{column} lies after the event",
            EventRules.Undeclared => $"the field {column} is a column of the source",
            ContractRules.Required => $"{column} is required",
            ContractRules.Type => $"{column} is of type {TypeOf(column) ?? property?.LogicalType ?? "declared"}",
            ContractRules.Enum => $"{column} is {ValuesOf(property?.ValidValues)}",
            ContractRules.Pattern => $"{column} matches {property?.Pattern ?? "its pattern"}",
            ContractRules.Minimum => $"{column} is {BoundOf("above", property?.ExclusiveMinimum, "at least", property?.Minimum)}",
            ContractRules.Maximum => $"{column} is {BoundOf("below", property?.ExclusiveMaximum, "at most", property?.Maximum)}",
            ContractRules.MultipleOf => $"{column} is a multiple of {NumberOf(property?.MultipleOf)}",
            ContractRules.MinLength => $"{column} has at least {NumberOf(property?.MinLength)} characters",
            ContractRules.MaxLength => $"{column} has at most {NumberOf(property?.MaxLength)} characters",
            ContractRules.Unique => $"{column} is unique",
            ContractRules.PrimaryKey => $"{column.Replace("+", ", ", StringComparison.Ordinal)} together are unique",
            _ => null,
        };
    }

    private string? TypeOf(string column) => _source?.Columns.FirstOrDefault(candidate => candidate.Name == column)?.Type.ToString();

    private static string ValuesOf(IReadOnlyList<string>? values) => values switch
    {
        null => "one of the valid values",
        { Count: <= MostValuesNamed } => "one of " + string.Join(", ", values),
        _ => $"one of {Numbers.Count(values.Count, "valid value")}",
    };

    private static string BoundOf(string exclusiveWord, double? exclusive, string inclusiveWord, double? inclusive)
        => exclusive is { } bound ? $"{exclusiveWord} {Numbers.Stored(bound)}" : $"{inclusiveWord} {NumberOf(inclusive)}";

    private static string NumberOf(double? value) => value is { } number ? Numbers.Stored(number) : "the bound";

    private static string TitleOf(QualityRule measure)
    {
        var target = measure.Property ?? string.Join(", ", measure.Columns);
        return measure.Name ?? measure.Metric switch
        {
            QualityMetric.NullValues => $"nulls of {target}",
            QualityMetric.MissingValues => $"missing values of {target}",
            QualityMetric.InvalidValues => $"invalid values of {target}",
            QualityMetric.DuplicateValues => $"duplicates of {target}",
            _ => "events of a run",
        };
    }

    private static string LimitOf(QualityRule measure)
    {
        var bound = ValueOf(measure, measure.Threshold);
        return measure.Operator switch
        {
            QualityOperator.MustBe => "must be " + bound,
            QualityOperator.MustNotBe => "must not be " + bound,
            QualityOperator.MustBeGreaterThan => "must exceed " + bound,
            QualityOperator.MustBeGreaterOrEqualTo => "at least " + bound,
            QualityOperator.MustBeLessThan or QualityOperator.MustBeLessOrEqualTo => "limit " + bound,
            QualityOperator.MustBeBetween => $"between {bound} and {ValueOf(measure, measure.UpperThreshold)}",
            _ => $"outside {bound} to {ValueOf(measure, measure.UpperThreshold)}",
        };
    }

    /// <summary>A measured value with what it counts, unless the title says that already: a rule may have a name of the opposite.</summary>
    internal static string MeasuredOf(QualityRule measure, double value)
    {
        var what = measure.Name is null ? null : measure.Metric switch
        {
            QualityMetric.NullValues or QualityMetric.MissingValues => " missing",
            QualityMetric.InvalidValues => " invalid",
            QualityMetric.DuplicateValues => " duplicate",
            _ => null,
        };
        return ValueOf(measure, value) + what;
    }

    /// <summary>A measured value in the unit of its measure.</summary>
    internal static string ValueOf(QualityRule measure, double value)
        => measure.IsPercent ? Numbers.Stored(Math.Round(value, 2)) + " %" : value == Math.Floor(value) && Math.Abs(value) < 1e15 ? Numbers.Count((long)value) : Numbers.Stored(value);
}
