using System.Globalization;
using System.Text;

namespace Catalog.Web.Metrics;

/// <summary>
/// The text format of Prometheus, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), with names as OpenTelemetry maps them: dots become underscores, a unit of
/// seconds or bytes is written out behind the name, a counter ends in <c>_total</c>.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All instruments with their series.</summary>
    public static string Write(IReadOnlyList<MetricsCollector.Collected> instruments)
    {
        var text = new StringBuilder();
        foreach (var collected in instruments)
        {
            var name = NameOf(collected);
            var type = collected.Bounds is not null ? "histogram" : collected.IsCounter ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(collected.Instrument.Description ?? string.Empty, isLabel: false)}\n# TYPE {name} {type}\n");
            foreach (var (labels, series) in collected.Series)
            {
                Write(text, name, labels, collected.Bounds, series);
            }
        }

        return text.ToString();
    }

    /// <summary>Tags as labels, sorted by name: <c>a="1",b="2"</c>.</summary>
    public static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return string.Empty;
        }

        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            labels[i] = $"{Name(tags[i].Key)}=\"{Escape(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? string.Empty, isLabel: true)}\"";
        }

        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static void Write(StringBuilder text, string name, string labels, IReadOnlyList<double>? bounds, MetricsCollector.Series series)
    {
        var (sum, count, buckets) = series.Read();
        if (bounds is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {sum:R}\n");
            return;
        }

        long below = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            below += buckets[i];
            var bound = i < bounds.Count ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braced(labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"")} {below}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {sum:R}\n{name}_count{Braced(labels)} {count}\n");
    }

    private static string NameOf(MetricsCollector.Collected collected)
    {
        var name = Name(collected.Instrument.Name);
        var unit = collected.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => string.Empty };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return collected.IsCounter ? name + "_total" : name;
    }

    private static string Name(string name) => string.Create(name.Length, name, static (span, name) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
        }
    });

    private static string Braced(string labels) => labels.Length == 0 ? string.Empty : $"{{{labels}}}";

    private static string Escape(string text, bool isLabel)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
