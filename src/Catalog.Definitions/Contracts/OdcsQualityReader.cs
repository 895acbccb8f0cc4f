using Catalog.Core.Model;
using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Contracts;

/// <summary>Reads the <c>quality</c> lists of an object and its columns.</summary>
internal sealed class OdcsQualityReader(BindingContext context)
{
    // ODCS 3.0 calls the metric "rule" and has other words for two of them.
    private static readonly Dictionary<string, QualityMetric> Metrics = new(StringComparer.Ordinal)
    {
        ["nullValues"] = QualityMetric.NullValues,
        ["missingValues"] = QualityMetric.MissingValues,
        ["invalidValues"] = QualityMetric.InvalidValues,
        ["duplicateValues"] = QualityMetric.DuplicateValues,
        ["duplicateCount"] = QualityMetric.DuplicateValues,
        ["rowCount"] = QualityMetric.RowCount,
    };

    /// <summary>The library rules of an object (<paramref name="property"/> null) or of a column; other rules are reported as not checked.</summary>
    public IEnumerable<QualityRule> Read(OdcsNode owner, string? property)
    {
        foreach (var rule in owner.Items("quality"))
        {
            if (ReadRule(rule, property) is { } known)
            {
                yield return known;
            }
        }
    }

    private QualityRule? ReadRule(OdcsNode rule, string? property)
    {
        var type = rule.Text("type") ?? "library";
        if (type == "text")
        {
            return null;
        }

        var metric = rule.Text("metric") ?? rule.Text("rule");
        if (type != "library" || metric is null || !Metrics.TryGetValue(metric, out var known))
        {
            return NotChecked(rule, type == "library" ? $"the metric '{metric}'" : $"quality rules of type '{type}'");
        }

        if (ReadOperator(rule) is not { } comparison)
        {
            return NotChecked(rule, "a quality rule without an operator such as mustBe");
        }

        var arguments = rule.Find("arguments") ?? rule;
        return comparison with
        {
            Name = rule.Text("name") ?? rule.Text("id"),
            Metric = known,
            Property = property,
            Columns = property is null ? arguments.Texts("properties") : [],
            MissingTexts = [.. arguments.Items("missingValues").Select(static item => item.AsText())],
            ValidValues = arguments.Find("validValues") is null ? null : arguments.Texts("validValues"),
            Pattern = ContractPatterns.Check(arguments.Find("pattern"), context),
            IsPercent = rule.Text("unit") == "percent",
            Severity = rule.Text("severity") is "warning" or "info" ? ContractRules.Warning : ContractRules.Error,
            Dimension = rule.Text("dimension"),
            Description = rule.Text("description"),
        };
    }

    private static QualityRule? ReadOperator(OdcsNode rule)
    {
        foreach (var comparison in Enum.GetValues<QualityOperator>())
        {
            var key = char.ToLowerInvariant(comparison.ToString()[0]) + comparison.ToString()[1..];
            if (rule.Number(key) is { } threshold)
            {
                return new QualityRule { Metric = default, Operator = comparison, Threshold = threshold };
            }

            if (rule.Items(key) is [var low, var high] && low.AsNumber() is { } from && high.AsNumber() is { } to)
            {
                return new QualityRule { Metric = default, Operator = comparison, Threshold = from, UpperThreshold = to };
            }
        }

        return null;
    }

    private QualityRule? NotChecked(OdcsNode rule, string what)
    {
        context.Findings.Warning(
            OdcsRules.NotChecked, $"The contract is kept whole, but {what} is not checked.", context.Document.Locate(rule.Node, rule.Path));
        return null;
    }
}
