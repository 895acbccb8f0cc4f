using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.Queries.Runs;
using Catalog.Web.TrainingSets;
using Catalog.Web.ViewModels;
using FeatureStore.Erasures;

namespace Catalog.Web.Erasures;

/// <summary>How erasures are called, drawn and reached.</summary>
internal static class ErasureWords
{
    internal const string Icon = "eraser";

    internal const string ListHref = "/erasures";

    internal static string HrefOf(Guid id) => $"{ListHref}/{id}";

    /// <summary>Where one is asked for.</summary>
    internal static string NewHrefOf(string? entity = null) => Addresses.Of(ListHref + "/new", ("entity", entity));

    /// <summary>The list, narrowed.</summary>
    internal static string ListHrefOf(ErasureFilter filter, Guid? before = null)
        => Addresses.Of(ListHref, ("key", filter.JoinKey), ("state", filter.State?.ToString().ToLowerInvariant()), ("entity", filter.Entity), ("before", before?.ToString()));

    /// <summary>Reads the fingerprint of an entity, in letters of either case.</summary>
    internal static bool TryReadFingerprint(string? text, out string fingerprint)
    {
        fingerprint = text?.Trim().ToLowerInvariant() ?? string.Empty;
        return fingerprint.Length == Erasure.FingerprintLength && fingerprint.All(char.IsAsciiHexDigitLower);
    }

    internal static string StateOf(ErasureState state) => state switch
    {
        ErasureState.Queued => RunWords.Queued,
        ErasureState.Running => "Erasing",
        ErasureState.Completed => "Complete",
        _ => "Failed",
    };

    internal static Status StatusOf(ErasureState state) => state switch
    {
        ErasureState.Running => Status.Running,
        ErasureState.Completed => Status.Fresh,
        ErasureState.Failed => Status.Failed,
        _ => Status.Unknown,
    };

    internal static string PlaceOf(ErasedPlaceKind kind) => kind switch
    {
        ErasedPlaceKind.Online => "Online store",
        ErasedPlaceKind.OfflineFile => "Offline files",
        ErasedPlaceKind.TrainingSet => "Training set",
        ErasedPlaceKind.OneSidedKeys => "Keys of one store only",
        ErasedPlaceKind.EventLog => "Event log",
        ErasedPlaceKind.Quarantine => "Quarantine",
        ErasedPlaceKind.LookupLog => "Logged lookups",
        ErasedPlaceKind.Statistics => "Statistics",
        _ => "Backups",
    };

    /// <summary>What is in a place, counted.</summary>
    internal static string AmountOf(ErasedPlaceKind kind, long count) => Numbers.Count(count, kind switch
    {
        ErasedPlaceKind.OneSidedKeys => "key",
        ErasedPlaceKind.EventLog or ErasedPlaceKind.Quarantine => "event",
        _ => "row",
    });

    /// <summary>What is removed by now.</summary>
    internal static long RemovedOf(IEnumerable<ErasedPlace> places)
        => places.Where(static place => place is { Outcome: ErasureOutcome.Erased, IsPending: false }).Sum(static place => place.Count ?? 0);

    /// <summary>The page of the place; null where it has none.</summary>
    internal static string? HrefOf(ErasedPlace place, DefinitionSet definitions) => place switch
    {
        { Kind: ErasedPlaceKind.TrainingSet } => TrainingSetWords.HrefOf(place.Name),
        { Kind: ErasedPlaceKind.EventLog or ErasedPlaceKind.Quarantine } => DefinitionKinds.HrefOf(definitions, new DefinitionId(DefinitionKind.Source, place.Name)),
        _ when place.Name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at => DefinitionKinds.HrefOf(definitions, new DefinitionId(DefinitionKind.FeatureView, place.Name[..at])),
        _ => null,
    };
}
