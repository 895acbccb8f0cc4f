using System.Text.RegularExpressions;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>Finds everything that is wrong with a request before any work is done.</summary>
internal sealed partial class TrainingSetChecker(IFeatureRegistry registry, ITrainingSetEngine engine)
{
    /// <summary>All errors, in the order of the request; empty when the training set can be built.</summary>
    internal async Task<IReadOnlyList<FeatureStoreException>> CheckAsync(
        TrainingSetRequest request, SpooledFrame frame, CancellationToken cancellationToken)
    {
        var errors = new List<FeatureStoreException>();
        if (request.Name is { } name && !Name().IsMatch(name))
        {
            errors.Add(Invalid(
                $"The name '{name}' cannot be taken: use lower-case letters, digits, '_' and '-', starting with a letter, at most 100 characters."));
        }

        if (request.Definition is { FeatureService: not null, Features.Count: > 0 })
        {
            errors.Add(Invalid($"Both features and the feature service '{request.Definition.FeatureService}' are given; give one of them."));
        }

        var selector = new FeatureSelector(registry, request.Definition.FullFeatureNames);
        var selection = selector.Select(request.Definition.Features, request.Definition.FeatureService);
        errors.AddRange(selector.Errors);
        try
        {
            var columns = await engine.GetFrameColumnsAsync(frame.Path, cancellationToken).ConfigureAwait(false);
            CheckFrame(request.Definition, selection, [.. columns.Select(static column => column.Name)], errors);
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.InvalidEntityFrame)
        {
            errors.Add(exception);
        }

        return errors;
    }

    private static void CheckFrame(
        TrainingSetDefinition definition, FeatureSelection selection, IReadOnlyCollection<string> columns, List<FeatureStoreException> errors)
    {
        if (!columns.Contains(definition.TimestampColumn))
        {
            errors.Add(Missing(definition.TimestampColumn, "with the time that each row is asked for; name it with 'timestampColumn' if it is called otherwise", columns));
        }

        foreach (var view in selection.Views)
        {
            foreach (var key in view.KeyColumns.Where(key => !columns.Contains(key)))
            {
                errors.Add(Missing(key, $"with the join key of '{view.View.Name}'", columns));
            }
        }

        var taken = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in selection.Columns.Where(column => taken.Contains(column.Name)))
        {
            errors.Add(new(
                FeatureStoreErrorCode.FeatureNameCollision,
                $"The feature '{column.Name}' of '{selection.Views[column.View].Label}' has the name of a column of the entity frame. Ask for full feature names, or rename that column."));
        }
    }

    private static FeatureStoreException Missing(string column, string what, IReadOnlyCollection<string> columns) => new(
        FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame has no column '{column}' {what}. Its columns are {string.Join(", ", columns)}.");

    private static FeatureStoreException Invalid(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,99}$")]
    private static partial Regex Name();
}
