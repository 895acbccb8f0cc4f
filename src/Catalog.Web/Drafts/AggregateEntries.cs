using System.Globalization;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.Expressions;
using FeatureStore.Model;
using FeatureStore.Windows;
using Ingestion.Model;

namespace Catalog.Web.Drafts;

/// <summary>The aggregates among the features of a view under edit: which one a feature is, its parts, and the type that it gives.</summary>
internal sealed class AggregateEntries(DraftSession session)
{
    private const string FirstWindow = "7d";

    // While a window is being typed it is none for some letters; the name waits.
    private readonly Dictionary<int, string> _windows = [];

    /// <summary>The aggregate of a feature; empty for a newest value.</summary>
    public string FunctionOf(int index) => session.Draft.Value($"{FeatureEntries.PathOf(index)}.aggregate");

    /// <summary>Whether an aggregate has a number: how many values, or the percent.</summary>
    public static bool HasNumber(string function) => FirstNumber(function) is not null;

    /// <summary>Whether an aggregate is of something.</summary>
    public static bool HasOperand(string function) => function != "count";

    /// <summary>Makes a feature an aggregate, or another one; what both have stays, and what the new one needs begins with what is often wanted.</summary>
    /// <param name="index">The feature.</param>
    /// <param name="function">The aggregate.</param>
    /// <param name="column">The column whose newest value it was; empty when there is none.</param>
    public void Choose(int index, string function, string column)
    {
        var path = FeatureEntries.PathOf(index);
        var outline = session.Draft.Outline;
        JsonNode? of = HasOperand(function) && (outline?.Text($"{path}.of") ?? column) is { Length: > 0 } operand ? operand : null;
        JsonNode? number = !HasNumber(function) ? null : Number(outline?.Text($"{path}.n")) ?? FirstNumber(function);
        session.Edit($"{path}.aggregate", draft => draft.Set(
            $"{path}.aggregate",
            ($"{path}.from", null),
            ($"{path}.type", null),
            ($"{path}.aggregate", function),
            ($"{path}.of", of),
            ($"{path}.window", outline?.Text($"{path}.window") ?? FirstWindow),
            ($"{path}.n", number)));
    }

    /// <summary>Writes the window. A name that ends in the window before then ends in the new one, unless it is to stay.</summary>
    /// <param name="index">The feature.</param>
    /// <param name="window">What was typed; need not be a window yet.</param>
    /// <param name="keepsName">Whether somebody chose the name.</param>
    public void SetWindow(int index, string window, bool keepsName)
    {
        var path = FeatureEntries.PathOf(index);
        var (name, before) = (session.Draft.Value($"{path}.name"), session.Draft.Value($"{path}.window"));
        if (Duration.TryParse(before, out _))
        {
            _windows[index] = before;
        }

        var follows = !keepsName && Duration.TryParse(window, out _) && _windows.TryGetValue(index, out before) && name.EndsWith("_" + before, StringComparison.Ordinal);
        session.Edit($"{path}.window", draft => follows
            ? draft.Set($"{path}.window", ($"{path}.window", window), ($"{path}.name", name[..^before!.Length] + window)) // It follows that which was found.
            : draft.Set($"{path}.window", window));
    }

    /// <summary>Makes a feature the newest value of a column; what only an aggregate has goes.</summary>
    /// <param name="index">The feature.</param>
    /// <param name="column">The column; null when none is known yet.</param>
    public void Drop(int index, SourceColumn? column)
    {
        var path = FeatureEntries.PathOf(index);
        string[] parts = ["aggregate", "of", "where", "window", "hop", "n"];
        session.Edit($"{path}.aggregate", draft => draft.Set(
            $"{path}.aggregate",
            [
                .. parts.Select(part => ($"{path}.{part}", (JsonNode?)null)),
                ($"{path}.type", column?.Type.ToString()),
                ($"{path}.from", column is null || column.Name == draft.Value($"{path}.name") ? null : column.Name),
            ]));
    }

    /// <summary>Writes how many values, or the percent; what is no number is written as it is, so that it is said to be none.</summary>
    public void SetNumber(int index, string typed)
    {
        var path = $"{FeatureEntries.PathOf(index)}.n";
        session.Set(path, typed.Length == 0 ? null : Number(typed) ?? JsonValue.Create(typed));
    }

    /// <summary>The type of an aggregate's value; null while its parts do not give one.</summary>
    public DataType? TypeOf(int index, Source? source)
    {
        var path = FeatureEntries.PathOf(index);
        var (outline, function) = (session.Draft.Outline, FunctionOf(index));
        if (outline is null || source is null || function.Length == 0)
        {
            return null;
        }

        var scope = new ExpressionScope(source.Columns.Select(static column => (column.Name, column.Type)));
        var n = double.TryParse(outline.Text($"{path}.n"), CultureInfo.InvariantCulture, out var number) ? number : (double?)null;
        return WindowedFeatures.Check(new Aggregation(function, outline.Text($"{path}.of"), outline.Text($"{path}.where"), TimeSpan.Zero, TimeSpan.Zero, n), scope).Type;
    }

    private static JsonValue? Number(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : null;

    private static JsonValue? FirstNumber(string function) => function switch
    {
        "last_n" or "last_distinct" or "top_k" => JsonValue.Create(5),
        "percentile" => JsonValue.Create(95),
        _ => null,
    };
}
