using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>Compiles the measures of a contract. Duplicates are counted by a unique rule: the contract's own where it has one for the same columns, else one made for counting.</summary>
internal sealed class MeasureCompiler(Source source, List<UniqueRule> uniqueRules, Func<string, Regex> compilePattern)
{
    internal IReadOnlyList<MeasureRule> Compile(IReadOnlyList<QualityRule> rules) => [.. rules.Zip(MeasureNames.Of(rules), Compile)];

    private MeasureRule Compile(QualityRule quality, string fullName)
    {
        var name = new NamedRule(fullName, quality.Property, quality.Severity == ContractRules.Warning);
        var index = quality.Property is { } property ? SourceColumns.IndexOf(source, property) : -1;
        if (quality.Property is not null && index < 0)
        {
            name = name with { SkipReason = $"Source '{source.Name}' has no column '{quality.Property}'." };
        }

        var pattern = quality.Pattern is { } text ? compilePattern(text) : null;
        return new MeasureRule(name, quality, index, pattern, quality.Metric == QualityMetric.DuplicateValues ? Counter(quality, name) : null);
    }

    private string Counter(QualityRule quality, NamedRule name)
    {
        var columns = quality.Property is { } property ? [property] : quality.Columns;
        if (uniqueRules.Find(rule => rule.ColumnNames.SequenceEqual(columns)) is { } existing)
        {
            return existing.Rule.Name;
        }

        var indexes = columns.Select(column => SourceColumns.IndexOf(source, column)).ToArray();
        uniqueRules.Add(new UniqueRule(source.Name, name, columns, indexes, isMeasure: true));
        return name.Name;
    }
}
