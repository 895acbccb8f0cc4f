using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>Answers the lookup form of a feature view through the same service as every other door. Thread-safe.</summary>
public sealed class LookupQuery(OnlineFeatureService features, TimeProvider clock)
{
    /// <summary>A page shows so many rows; the HTTP door takes more.</summary>
    public const int MaxKeys = 100;

    /// <summary>Looks up what the form asks for. What is wrong with it is said beside its fields and nothing is looked up.</summary>
    public async Task<LookupAnswer> AnswerAsync(FeatureView view, LookupForm form, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string>();
        var keys = view.Entities.Select(entity => ReadKeys(entity, form, errors)).ToList();
        CheckLengths(view, keys, errors);
        var names = ReadFeatures(view, form, errors);
        if (errors.Count > 0)
        {
            return new LookupAnswer { Errors = errors };
        }

        try
        {
            return await LookUpAsync(view, keys, names, cancellationToken);
        }
        catch (CatalogException error)
        {
            return new LookupAnswer { Failure = error.Message };
        }
    }

    private async Task<LookupAnswer> LookUpAsync(FeatureView view, List<Value[]> keys, List<string> names, CancellationToken cancellationToken)
    {
        var request = new OnlineFeaturesRequest
        {
            Features = [.. names.Select(name => $"{view.Name}:{name}")],
            Entities = [.. view.Entities.Zip(keys, static (entity, values) => new EntityColumn(entity.JoinKey, values))],
        };
        var start = clock.GetTimestamp();
        var response = await features.GetAsync(request, cancellationToken);
        var elapsed = clock.GetElapsedTime(start);
        var now = Instant.Now(clock);
        var columns = response.Columns.Skip(view.Entities.Count).ToList();
        return new LookupAnswer
        {
            StaleAsOf = response.StaleAsOf,
            Elapsed = elapsed,
            Columns = columns.ConvertAll(static column => new LookupColumn(column.Name, column.Type.IsNumeric)),
            Rows = [.. Enumerable.Range(0, response.RowCount).Select(row => RowOf(view, keys, columns, row, now))],
        };
    }

    private static LookupRow RowOf(FeatureView view, List<Value[]> keys, List<OnlineColumn> columns, int row, Instant now)
    {
        var address = DefinitionKinds.HrefOf(DefinitionKind.FeatureView, view.Name, view.Domain);
        List<(string, string)> key = [.. view.Entities.Zip(keys, (entity, values) => (entity.JoinKey, values[row].ToString()))];
        var cells = columns.ConvertAll(column => new LookupCell(
            TextOf(column, row, value => Values.Shown(value, now)), TextOf(column, row, value => Values.Text(value, now)), column.Statuses[row].ToWireName(), view.Offline ? ExplainAddress.Of(address, column.Name, key) : null));
        var found = columns.Where(column => column.Statuses[row] != FieldStatus.NotFound).Select(column => (Instant?)column.EventTimes[row]).Max();

        // The best status stands for the row; a null beside other values is shown in its own cell.
        var best = columns.Select(column => column.Statuses[row]).MinBy(RankOf);
        return new LookupRow([.. keys.Select(values => Values.Text(values[row], now))], cells, best.ToWireName(), found);
    }

    // Where nothing is found, or what is found is too old, there is no value, not even null.
    private static string TextOf(OnlineColumn column, int row, Func<Value, string> write)
        => column.Statuses[row] is FieldStatus.Present or FieldStatus.NullValue ? write(column.Values[row]) : Numbers.None;

    private static int RankOf(FieldStatus status) => status switch
    {
        FieldStatus.Present => 0,
        FieldStatus.NullValue => 1,
        FieldStatus.OutsideMaxAge => 2,
        _ => 3,
    };

    private static Value[] ReadKeys(Entity entity, LookupForm form, Dictionary<string, string> errors)
    {
        var texts = KeyList.Read(form.Keys.GetValueOrDefault(entity.JoinKey));
        if (texts.Count is 0 or > MaxKeys)
        {
            errors[entity.JoinKey] = texts.Count == 0
                ? $"Give at least one {entity.JoinKey}; several are separated by commas."
                : $"{Numbers.Count(texts.Count)} keys are too many for a page: at most {MaxKeys}. Ask POST /get-online-features for more at once.";
            return [];
        }

        var keys = new List<Value>(texts.Count);
        foreach (var text in texts)
        {
            if (!KeyConversion.TryConvert(Value.Of(text), entity.Type.Element, out var key))
            {
                errors[entity.JoinKey] = $"{(texts.Count > 1 ? $"Key {keys.Count + 1}, " : string.Empty)}'{text}'{(texts.Count > 1 ? "," : string.Empty)} is {NeedOf(entity.Type.Element)}.";
                return [];
            }

            keys.Add(key);
        }

        return [.. keys];
    }

    private static string NeedOf(ScalarType type) => type switch
    {
        ScalarType.Int32 => "not a whole number from −2,147,483,648 to 2,147,483,647",
        ScalarType.Int64 => "not a whole number, or too large a one",
        ScalarType.Timestamp => "not a time such as 2026-11-20T12:00:00Z",
        ScalarType.Bytes => "not bytes as base64 text",
        _ => "not a text",
    };

    private static void CheckLengths(FeatureView view, List<Value[]> keys, Dictionary<string, string> errors)
    {
        for (var i = 1; i < keys.Count && errors.Count == 0; i++)
        {
            if (keys[i].Length != keys[0].Length)
            {
                errors[view.Entities[i].JoinKey] =
                    $"{Numbers.Count(keys[i].Length, "value")} here and {Numbers.Count(keys[0].Length)} of {view.Entities[0].JoinKey}: each row needs one of both.";
            }
        }
    }

    private static List<string> ReadFeatures(FeatureView view, LookupForm form, Dictionary<string, string> errors)
    {
        var names = KeyList.Read(form.Features).Distinct(StringComparer.Ordinal).ToList();
        var unknown = names.Where(name => view.Features.All(feature => feature.Name != name)).ToList();
        if (unknown.Count > 0 || names.Count == 0)
        {
            var what = names.Count == 0 ? "Give at least one feature" : $"{view.Name} has no feature '{string.Join("', '", unknown)}'";
            errors[LookupForm.FeaturesField] = $"{what}; it has {string.Join(", ", view.Features.Select(static feature => feature.Name))}.";
        }

        return names;
    }
}
