using System.Text.Json.Nodes;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Http;

/// <summary>Shapes training sets for answers. Times are RFC 3339 in UTC, numbers that JSON does not know are their names as text.</summary>
internal static class TrainingSetAnswers
{
    internal static TrainingSetAnswer Of(TrainingSet set) => new(
        set.Id,
        set.Name,
        Words.Of(set.State),
        set.Definition.Features,
        set.Definition.FeatureService,
        set.Definition.TimestampColumn,
        set.Definition.FullFeatureNames,
        set.Definition.AsKnownAt?.ToString(),
        set.Definition.AsKnownAtEntityTime,
        Words.Of(set.Definition.Format),
        set.Definition.FrameName,
        set.CreatedAt.ToString(),
        set.EndedAt?.ToString(),
        set.RequestedBy,
        set.Views,
        [.. set.Columns.Select(Of)],
        set.RowCount,
        set.ByteCount,
        set.ErrorCode is { } code ? new TrainingSetErrorAnswer(code, set.ErrorMessage ?? string.Empty) : null,
        set.Definition.Splits,
        set.RebuildOf,
        set.Rebuild,
        set.Definition.Range,
        set.ErasedRows,
        set.KeptUntil?.ToString());

    internal static TrainingSetPreviewAnswer Of(TrainingSetPreview preview) => new(
        [.. preview.Columns.Select(Of)],
        [.. preview.Rows.Select(static row => new JsonArray([.. row.Select(JsonValues.ToNode)]))],
        preview.TotalRows);

    private static TrainingSetColumnAnswer Of(TableColumn column) => new(column.Name, column.Type.ToString());
}

internal sealed record TrainingSetAnswer(
    Guid Id,
    string Name,
    string State,
    IReadOnlyList<string> Features,
    string? FeatureService,
    string TimestampColumn,
    bool FullFeatureNames,
    string? AsKnownAt,
    bool AsKnownAtEntityTime,
    string Format,
    string FrameName,
    string CreatedAt,
    string? EndedAt,
    string? RequestedBy,
    IReadOnlyList<TrainingSetView> Views,
    IReadOnlyList<TrainingSetColumnAnswer> Columns,
    long RowCount,
    long ByteCount,
    TrainingSetErrorAnswer? Error,
    TrainingSetSplits? Splits = null,
    string? RebuildOf = null,
    TrainingSetRebuild? Rebuild = null,
    TrainingSetRange? Range = null,
    long ErasedRows = 0,
    string? KeptUntil = null);

internal sealed record TrainingSetColumnAnswer(string Name, string Type);

internal sealed record TrainingSetErrorAnswer(string Code, string Message);

internal sealed record TrainingSetPageAnswer(IReadOnlyList<TrainingSetAnswer> Items, Guid? Next);

internal sealed record TrainingSetPreviewAnswer(IReadOnlyList<TrainingSetColumnAnswer> Columns, IReadOnlyList<JsonArray> Rows, long TotalRows);
