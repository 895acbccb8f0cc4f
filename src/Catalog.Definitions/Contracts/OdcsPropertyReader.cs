using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts;

/// <summary>Reads one column of a contract with the rules that each event is checked against.</summary>
internal sealed class OdcsPropertyReader(BindingContext context)
{
    private static readonly string[] CheckedOptions =
    [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    ];

    private static readonly string[] NumericBounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    /// <summary>Reads the column.</summary>
    /// <param name="node">The column.</param>
    /// <param name="keyPosition">Its position in the primary key when it does not say so itself.</param>
    /// <param name="quality">Its own quality rules.</param>
    public ContractProperty Read(OdcsNode node, int keyPosition, IReadOnlyList<QualityRule> quality)
    {
        var isKey = node.Flag("primaryKey");
        var property = new ContractProperty
        {
            Name = node.Text("name") ?? string.Empty,
            LogicalType = node.Text("logicalType"),
            Description = node.Text("description"),
            Required = node.Flag("required"),
            Unique = node.Flag("unique"),
            PrimaryKeyPosition = !isKey ? 0 : node.Count("primaryKeyPosition") is { } position and > 0 ? position : keyPosition,
            Classification = node.Text("classification"),
        };
        if (node.Find("logicalTypeOptions") is { } options)
        {
            property = ReadOptions(property, options);
            ReportUnchecked(options);
        }

        return quality.Where(HoldsForEachEvent).Aggregate(property, Apply);
    }

    // In ODCS 3.0 the two exclusive bounds are booleans that sharpen the other two.
    private ContractProperty ReadOptions(ContractProperty property, OdcsNode options)
    {
        var (minimum, sharpMinimum) = (options.Number("minimum"), options.Flag("exclusiveMinimum"));
        var (maximum, sharpMaximum) = (options.Number("maximum"), options.Flag("exclusiveMaximum"));
        return property with
        {
            Minimum = sharpMinimum ? null : minimum,
            Maximum = sharpMaximum ? null : maximum,
            ExclusiveMinimum = sharpMinimum ? minimum : options.Number("exclusiveMinimum"),
            ExclusiveMaximum = sharpMaximum ? maximum : options.Number("exclusiveMaximum"),
            MultipleOf = options.Number("multipleOf"),
            MinLength = options.Count("minLength"),
            MaxLength = options.Count("maxLength"),
            Pattern = ContractPatterns.Check(options.Find("pattern"), context),
        };
    }

    private void ReportUnchecked(OdcsNode options)
    {
        foreach (var entry in (options.Node.Content as YamlMapping)?.Entries ?? [])
        {
            var key = entry.Key.Text;
            var isDateBound = NumericBounds.Contains(key) && entry.Value.Content is YamlScalar { Kind: YamlScalarKind.String };
            if (!CheckedOptions.Contains(key) || isDateBound)
            {
                context.Findings.Warning(
                    OdcsRules.NotChecked, $"The contract is kept whole, but '{key}' of this column is not checked.",
                    context.Document.Locate(entry.Key, $"{options.Path}.{key}"));
            }
        }
    }

    private static bool HoldsForEachEvent(QualityRule rule)
        => rule is { Operator: QualityOperator.MustBe or QualityOperator.MustBeLessOrEqualTo, Threshold: 0 };

    // What a column states itself wins over its quality rules, which then only measure.
    private static ContractProperty Apply(ContractProperty property, QualityRule rule) => rule.Metric switch
    {
        QualityMetric.NullValues when !property.Required
            => WithSeverity(property with { Required = true }, ContractRules.Required, rule),
        QualityMetric.DuplicateValues when !property.Unique
            => WithSeverity(property with { Unique = true }, ContractRules.Unique, rule),
        QualityMetric.InvalidValues => ApplyPattern(ApplyValues(property, rule), rule),
        _ => property,
    };

    private static ContractProperty ApplyValues(ContractProperty property, QualityRule rule)
        => rule.ValidValues is not { } values || property.ValidValues is not null
            ? property
            : WithSeverity(property with { ValidValues = values }, ContractRules.Enum, rule);

    private static ContractProperty ApplyPattern(ContractProperty property, QualityRule rule)
        => rule.Pattern is not { } pattern || property.Pattern is not null
            ? property
            : WithSeverity(property with { Pattern = pattern }, ContractRules.Pattern, rule);

    private static ContractProperty WithSeverity(ContractProperty property, string name, QualityRule rule)
        => property with { Severities = new Dictionary<string, string>(property.Severities, StringComparer.Ordinal) { [name] = rule.Severity } };
}
