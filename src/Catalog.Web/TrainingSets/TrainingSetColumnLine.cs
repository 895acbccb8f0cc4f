using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Web.TrainingSets;

/// <summary>A column of a training set and where its values come from.</summary>
/// <param name="Column">The column.</param>
/// <param name="Origin">What it is, in words; of a feature column nothing.</param>
/// <param name="From">The feature that it is; null for a column of the entity frame, and where that is not known.</param>
public sealed record TrainingSetColumnLine(TableColumn Column, string Origin, TrainingSetFeature? From)
{
    /// <summary>The columns of a complete training set. Feature columns come last, so they are known as long as the definitions still name them.</summary>
    /// <param name="set">The training set.</param>
    /// <param name="outline">What its definition asks for by the definitions in force.</param>
    public static IReadOnlyList<TrainingSetColumnLine> Of(TrainingSet set, TrainingSetOutline outline)
    {
        var framed = set.Columns.Count - outline.Features.Count;
        var isSame = framed >= 0 && set.Columns.Skip(framed).Select(static column => column.Name).SequenceEqual(outline.Features.Select(static feature => feature.Column));
        return [.. set.Columns.Select((column, i) => isSame && i >= framed
            ? new TrainingSetColumnLine(column, string.Empty, outline.Features[i - framed])
            : new TrainingSetColumnLine(column, OriginOf(set, outline, column.Name, isSame), null))];
    }

    /// <summary>What a column of the frame is to the training set.</summary>
    public static string OriginOf(string timestamp, TrainingSetOutline outline, string column)
        => column == timestamp ? "time of the row"
            : outline.Keys.Any(key => key.Column == column) ? "join key"
            : outline.Requests.Any(value => value.Column == column) ? "request value"
            : "passed through";

    private static string OriginOf(TrainingSet set, TrainingSetOutline outline, string column, bool isSame)
        => OriginOf(set.Definition.TimestampColumn, outline, column) is var origin && (isSame || origin != "passed through") ? origin : "not known any more";
}
