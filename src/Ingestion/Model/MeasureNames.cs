using Catalog.Core.Model;

namespace Ingestion.Model;

/// <summary>Names of the measures of a contract's object, as results name them: <c>quality:lines arrive</c>, or made from metric and column.</summary>
public static class MeasureNames
{
    /// <summary>Begins the name of every measure.</summary>
    public const string Prefix = "quality:";

    /// <summary>One name for each rule, at the same places; a name that occurs again is numbered.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<QualityRule> rules)
    {
        var names = new List<string>(rules.Count);
        foreach (var rule in rules)
        {
            var stem = Prefix + (rule.Name ?? StemOf(rule));
            var name = stem;
            for (var number = 2; names.Contains(name); number++)
            {
                name = $"{stem}:{number}";
            }

            names.Add(name);
        }

        return names;
    }

    private static string StemOf(QualityRule rule)
    {
        var target = rule.Property ?? string.Join('+', rule.Columns);
        return target.Length == 0 ? rule.Metric.ToString() : $"{rule.Metric}:{target}";
    }
}
