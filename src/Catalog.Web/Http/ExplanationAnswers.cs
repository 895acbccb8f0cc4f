using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.Explanations;
using FeatureStore.Model;

namespace Catalog.Web.Http;

/// <summary>Shapes explanations for answers. Times are RFC 3339 in UTC, durations as in definitions.</summary>
internal static class ExplanationAnswers
{
    internal static ExplanationAnswer Of(Explanation explanation) => new(
        ReferenceOf(explanation),
        explanation.View.Name,
        explanation.View.Version,
        explanation.Feature,
        explanation.Type.ToString(),
        explanation.Key.ToDictionary(static key => key.Name, static key => JsonValues.ToNode(key.Value)),
        explanation.IsLookup ? "lookup" : "trainingRow",
        explanation.At.ToString(),
        explanation.AsKnownAt?.ToString(),
        explanation.Sequence,
        explanation.Result.Status,
        JsonValues.ToNode(explanation.Value),
        explanation.Result.Bits,
        explanation.Result.EventTime?.ToString(),
        explanation.OneSidedFrom,
        explanation.IsOneSided,
        explanation.Served is { } served ? Of(served) : null,
        explanation.Window is { } window ? Of(window) : null,
        explanation.Newest is { } newest ? Of(newest) : null,
        explanation.Computed is { } computed ? Of(computed) : null);

    internal static string ReferenceOf(Explanation explanation) => new FeatureReference(explanation.View.Name, explanation.Feature, explanation.View.Version).ToString();

    private static ServedValueAnswer Of(ServedAnswer served) => new(
        served.Value?.Status, served.Value?.Value, served.Value?.Bits, served.Value?.EventTime?.ToString(), served.IsEqual, served.NotCompared is { } reason ? Words.Of(reason) : null);

    private static WindowExplanationAnswer Of(WindowExplanation window) => new(
        window.Aggregation.Function,
        window.Aggregation.Of,
        window.Aggregation.Where,
        window.Aggregation.N,
        Duration.Format(window.Aggregation.Window),
        Duration.Format(window.Aggregation.Hop),
        window.Start.ToString(),
        window.End.ToString(),
        window.IsEndIncluded,
        window.TileCount,
        [.. window.Tiles.Select(static tile => new TileAnswer(
            tile.After.ToString(), tile.Through.ToString(), tile.EventCount, tile.Counted, tile.TooLate, JsonValues.ToNode(tile.Value)))],
        window.EventCount,
        window.Counted,
        window.TooLate,
        window.EventCount - window.Events.Count,
        [.. window.Events.Select(item => Of(item, window.Inputs, window.Others))],
        [.. window.Before.Select(item => Of(item, window.Inputs, window.Others))],
        [.. window.After.Select(item => Of(item, window.Inputs, window.Others))]);

    private static NewestExplanationAnswer Of(NewestExplanation newest) => new(
        newest.From,
        newest.Ttl == TimeSpan.Zero ? null : Duration.Format(newest.Ttl),
        newest.OldestAllowed?.ToString(),
        newest.IsStrictlyBefore,
        newest.NullPolicy == NullPolicy.NewestNonNull ? "newest_non_null" : "newest",
        newest.RowCount,
        [.. newest.Rows.Select(static row => Of(row, [], []))]);

    private static ComputedExplanationAnswer Of(ComputedExplanation computed) => new(
        computed.Expression,
        computed.From,
        [.. computed.Inputs.Select(static input => new ExplainedInputAnswer(
            input.Name,
            JsonValues.ToNode(input.Value),
            input.Feature is null ? null : ReferenceOf(input.Feature),
            input.Feature?.Key.ToDictionary(static key => key.Name, static key => JsonValues.ToNode(key.Value)),
            input.Feature?.Result.Status,
            input.Feature?.Result.EventTime?.ToString(),
            input.Feature?.Window?.Counted))]);

    private static ExplainedEventAnswer Of(ExplainedEvent item, IReadOnlyList<ViewInput> inputs, IReadOnlyList<ViewInput> others) => new(
        item.EventTime.ToString(),
        item.ArrivalTime.ToString(),
        item.Sequence,
        Words.Of(item.Outcome),
        item.IsTooLate,
        item.Condition.IsNull ? null : item.Condition.AsBool(),
        JsonValues.ToNode(item.Operand),
        item.Running is { } running ? JsonValues.ToNode(running) : null,
        ColumnsOf(inputs, item.Inputs),
        ColumnsOf(others, item.Others),
        item.Joins.Count == 0 ? null : [.. item.Joins.Select(Of)]);

    private static Dictionary<string, JsonNode?>? ColumnsOf(IReadOnlyList<ViewInput> columns, IReadOnlyList<Value> values)
        => columns.Count == 0 ? null : columns.Zip(values).ToDictionary(static column => column.First.Column, static column => JsonValues.ToNode(column.Second));

    private static ExplainedJoinAnswer Of(ExplainedJoin join) => new(
        join.View,
        join.Version,
        join.Key.ToDictionary(static key => key.Name, static key => JsonValues.ToNode(key.Value)),
        join.Columns.ToDictionary(static column => column.Name, static column => JsonValues.ToNode(column.Value)),
        Words.Of(join.Outcome),
        join.Row is { } row ? new JoinedRowAnswer(row.EventTime.ToString(), row.ArrivalTime.ToString(), row.Sequence) : null);
}

internal sealed record ExplanationAnswer(
    string Feature,
    string View,
    int Version,
    string Name,
    string Type,
    IReadOnlyDictionary<string, JsonNode?> Key,
    string Kind,
    string At,
    string? AsKnownAt,
    long? Sequence,
    string Status,
    JsonNode? Value,
    string? Bits,
    string? EventTime,
    long? OneSidedFrom,
    bool OneSided,
    ServedValueAnswer? Served,
    WindowExplanationAnswer? Window,
    NewestExplanationAnswer? Newest,
    ComputedExplanationAnswer? Computed);

/// <summary>What the online store gives at the same moment; without a status where it was not compared, and why.</summary>
internal sealed record ServedValueAnswer(string? Status, string? Value, string? Bits, string? EventTime, bool? Equal, string? NotCompared);

internal sealed record WindowExplanationAnswer(
    string Aggregate,
    string? Of,
    string? Where,
    double? N,
    string Window,
    string Hop,
    string Start,
    string End,
    bool EndIncluded,
    int TileCount,
    IReadOnlyList<TileAnswer> Tiles,
    long EventCount,
    long Counted,
    long TooLate,
    long NotListed,
    IReadOnlyList<ExplainedEventAnswer> Events,
    IReadOnlyList<ExplainedEventAnswer> Before,
    IReadOnlyList<ExplainedEventAnswer> After);

internal sealed record TileAnswer(string After, string Through, long EventCount, long Counted, long TooLate, JsonNode? Value);

internal sealed record NewestExplanationAnswer(
    string From, string? Ttl, string? OldestAllowed, bool StrictBefore, string NullPolicy, long RowCount, IReadOnlyList<ExplainedEventAnswer> Rows);

internal sealed record ComputedExplanationAnswer(string? Expression, string? From, IReadOnlyList<ExplainedInputAnswer> Inputs);

internal sealed record ExplainedInputAnswer(
    string Name, JsonNode? Value, string? Feature, IReadOnlyDictionary<string, JsonNode?>? Key, string? Status, string? EventTime, long? Counted);

internal sealed record ExplainedEventAnswer(
    string EventTime,
    string ArrivalTime,
    long Sequence,
    string Outcome,
    bool TooLate,
    bool? Condition,
    JsonNode? Value,
    JsonNode? Running,
    IReadOnlyDictionary<string, JsonNode?>? Columns,
    IReadOnlyDictionary<string, JsonNode?>? OtherColumns,
    IReadOnlyList<ExplainedJoinAnswer>? Joins);

internal sealed record ExplainedJoinAnswer(
    string View, int? Version, IReadOnlyDictionary<string, JsonNode?> Key, IReadOnlyDictionary<string, JsonNode?> Columns, string Outcome, JoinedRowAnswer? Row);

internal sealed record JoinedRowAnswer(string EventTime, string ArrivalTime, long Sequence);
