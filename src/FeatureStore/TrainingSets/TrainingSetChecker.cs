using System.Text.RegularExpressions;
using Catalog.Core.Text;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>Finds everything that is wrong with a request before any work is done.</summary>
internal sealed partial class TrainingSetChecker(ServedVersions served, ITrainingSetEngine engine)
{
    /// <summary>Characters of the longest name.</summary>
    internal const int LongestName = 100;

    /// <summary>The last part of the address of the portal's form for a new one.</summary>
    private const string ReservedName = "new";

    /// <summary>All errors, in the order of the request; empty when the training set can be built.</summary>
    internal async Task<IReadOnlyList<FeatureStoreException>> CheckAsync(
        TrainingSetRequest request, SpooledFrame? frame, CancellationToken cancellationToken)
    {
        if (frame is null || request.Definition.Range is not null)
        {
            return [.. CheckOneSource(request, frame).Concat(Check(request, null)).Select(static finding => finding.Error)];
        }

        try
        {
            var columns = await ReadColumnsAsync(frame, cancellationToken).ConfigureAwait(false);
            return [.. Check(request, [.. columns.Select(static column => column.Name)]).Select(static finding => finding.Error)];
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.InvalidEntityFrame)
        {
            return [.. Check(request, null).Select(static finding => finding.Error), exception];
        }
    }

    /// <summary>The columns of a frame; reads the whole of it where its format says nothing of types.</summary>
    internal Task<IReadOnlyList<TableColumn>> ReadColumnsAsync(SpooledFrame frame, CancellationToken cancellationToken)
        => engine.GetFrameColumnsAsync(new FrameFile(frame.Path, frame.Name), cancellationToken);

    /// <summary>All errors, from memory; those that need the frame are left out without its columns.</summary>
    internal IReadOnlyList<TrainingSetFinding> Check(TrainingSetRequest request, IReadOnlyCollection<string>? columns)
    {
        var findings = new List<TrainingSetFinding>();
        if (request.Name is { } name && CheckName(name) is { } finding)
        {
            findings.Add(finding);
        }

        if (request is { KeptFor: not null, Name: { } kept } && !kept.StartsWith(TrainingSetRequest.TemporaryPrefix, StringComparison.Ordinal))
        {
            findings.Add(Invalid(
                TrainingSetField.Name, $"The name '{kept}' cannot be taken by a training set that is kept for a while only: begin it with '{TrainingSetRequest.TemporaryPrefix}', or leave out how long it is kept."));
        }

        if (request.Definition is { FeatureService: not null, Features.Count: > 0 })
        {
            findings.Add(Invalid(
                TrainingSetField.Features, $"Both features and the feature service '{request.Definition.FeatureService}' are given; give one of them."));
        }

        var (selection, errors, frameErrors) = TrainingSetSources.SelectAll(request.Definition, served);
        findings.AddRange(errors.Select(static error => new TrainingSetFinding(TrainingSetField.Features, error)));
        findings.AddRange(frameErrors.Select(static error => new TrainingSetFinding(TrainingSetField.Range, error)));
        if (request.Definition.Range is { } range)
        {
            columns = ColumnsOf(selection.Frame, request.Definition.TimestampColumn);
            findings.AddRange(RangeChecker.Check(range, request.Definition.TimestampColumn, selection));
        }
        else if (columns is not null)
        {
            CheckFrame(request.Definition.TimestampColumn, selection, columns, findings);
        }

        if (columns is not null)
        {
            CheckFeatures(selection, columns, findings);
        }

        if (request.Definition.Splits is { } splits)
        {
            findings.AddRange(SplitChecker.Check(splits, columns).Select(static error => Invalid(TrainingSetField.Splits, error)));
        }

        return findings;
    }

    private static IEnumerable<TrainingSetFinding> CheckOneSource(TrainingSetRequest request, SpooledFrame? frame)
    {
        if (frame is not null)
        {
            yield return Invalid(TrainingSetField.Range, $"Both the entity frame '{frame.Name}' and a range are given; give one of them.");
        }
        else if (request.Definition.Range is null)
        {
            yield return Invalid(TrainingSetField.Frame, "There are no entity rows: give an entity frame, or a range whose rows are taken.");
        }
    }

    private static IReadOnlyCollection<string>? ColumnsOf(SelectedFrame? frame, string timestamp) => frame is null ? null : [.. frame.Keys.Select(static key => key.Column), timestamp];

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    internal static TrainingSetFinding? CheckName(string name) => Name().IsMatch(name) && name != ReservedName ? null : Invalid(
        TrainingSetField.Name,
        $"The name '{name}' cannot be taken: use lower-case letters, digits, '_' and '-', starting with a letter, at most {LongestName} characters, and not '{ReservedName}'.");

    /// <summary>What the definition asks for, as far as it is right.</summary>
    internal TrainingSetOutline Outline(TrainingSetDefinition definition)
    {
        var (selection, _, _) = TrainingSetSources.SelectAll(definition, served);
        var keys = selection.Views.SelectMany(static used => used.KeyColumns.Zip(used.View.Entities, static (column, entity) => new TrainingSetKey(column, entity.Type)));
        return new TrainingSetOutline(
            [.. keys.DistinctBy(static key => key.Column)],
            [.. selection.Requests.Select(static value => new TrainingSetRequestValue(value.Name, value.Type, value.View))],
            [.. selection.Columns.Where(static column => !column.IsComputed).Concat(selection.Columns.Where(static column => column.IsComputed)).Select(column => FeatureOf(selection, column))])
        {
            RowKeys = [.. (selection.Frame?.Keys ?? []).Select(static key => new TrainingSetKey(key.Column, key.Type))],
        };
    }

    private static TrainingSetFeature FeatureOf(FeatureSelection selection, SelectedColumn column)
    {
        if (column.IsComputed)
        {
            var computed = selection.OnDemand[column.Source].View;
            var feature = computed.Features[column.Feature];
            return new TrainingSetFeature(column.Name, computed.Name, computed.Domain, IsOnDemand: true, feature.Name, feature.Type, feature.Description);
        }

        var read = selection.Reads[column.Source];
        var view = selection.Views[read.View].View;
        var taken = view.Features[read.Feature];
        return new TrainingSetFeature(column.Name, view.Name, view.Domain, IsOnDemand: false, taken.Name, taken.Type, taken.Description);
    }

    private static void CheckFrame(string timestamp, FeatureSelection selection, IReadOnlyCollection<string> columns, List<TrainingSetFinding> findings)
    {
        if (!columns.Contains(timestamp))
        {
            findings.Add(new TrainingSetFinding(
                TrainingSetField.TimestampColumn,
                Missing(timestamp, "with the time that each row is asked for; if it is called otherwise, name it ('timestampColumn' of a request, --timestamp on the command line)", columns),
                timestamp));
        }

        foreach (var view in selection.Views)
        {
            foreach (var key in view.KeyColumns.Where(key => !columns.Contains(key)))
            {
                findings.Add(new TrainingSetFinding(TrainingSetField.Frame, Missing(key, $"with the join key of '{view.View.Name}'", columns), key));
            }
        }

        foreach (var value in selection.Requests.Where(value => !columns.Contains(value.Name)))
        {
            findings.Add(new TrainingSetFinding(
                TrainingSetField.Frame, Missing(value.Name, $"with the request value of type '{value.Type}' that the on-demand view '{value.View}' needs", columns), value.Name));
        }
    }

    private static void CheckFeatures(FeatureSelection selection, IReadOnlyCollection<string> columns, List<TrainingSetFinding> findings)
    {
        var taken = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in selection.Columns.Where(column => taken.Contains(column.Name)))
        {
            findings.Add(new TrainingSetFinding(TrainingSetField.Features, new(
                FeatureStoreErrorCode.FeatureNameCollision,
                $"The feature '{column.Name}' of '{selection.LabelOf(column)}' has the name of a column of the entity frame. Ask for full feature names, or rename that column.")));
        }
    }

    private static FeatureStoreException Missing(string column, string what, IReadOnlyCollection<string> columns) => new(
        FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame has no column '{column}' {what}. Its columns are {NameList.Of(columns)}.");

    private static TrainingSetFinding Invalid(TrainingSetField field, string message) => new(field, new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, message));

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,99}\\z")]
    private static partial Regex Name();
}
