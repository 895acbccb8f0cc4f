using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.TrainingSets;
using Microsoft.Extensions.Options;

namespace Catalog.Flight.Commands;

/// <summary>
/// Training sets as what is uploaded for and fetched. Nothing is held here: an upload becomes a training set, whose name tells which, so that any process that has its files gives it out, also after a
/// restart. Thread-safe.
/// </summary>
/// <param name="sets">Makes them.</param>
/// <param name="reader">Opens them.</param>
/// <param name="options">How long those without a name are kept.</param>
public sealed class TrainingFlights(TrainingSetService sets, TrainingSetReader reader, IOptions<FeatureStoreOptions> options)
{
    /// <summary>What a frame is called that came without a name.</summary>
    private const string FrameName = "entity_df.arrows";

    private const string Pandas = "pandas";
    private const int NameDigits = 32;

    /// <summary>Name of the training set that belongs to a command which names none: the same command, the same name.</summary>
    public static string NameOf(ReadOnlyMemory<byte> command) => TrainingSetRequest.TemporaryPrefix + Convert.ToHexStringLower(SHA256.HashData(command.Span))[..NameDigits];

    /// <summary>Receives an entity frame. Dispose of it in any case.</summary>
    /// <param name="rows">An Arrow IPC stream.</param>
    /// <param name="cancellationToken">Stops the receiving; nothing is left behind.</param>
    /// <exception cref="FeatureStoreException">It cannot be read, or is too large.</exception>
    public Task<SpooledFrame> ReceiveAsync(Stream rows, CancellationToken cancellationToken) => sets.ReceiveFrameAsync(FrameName, rows, cancellationToken);

    /// <summary>Begins a training set that is kept for a while only.</summary>
    /// <param name="name">Its name, by <see cref="NameOf"/>.</param>
    /// <param name="definition">What it is to hold.</param>
    /// <param name="frame">Its entity frame; null with a range.</param>
    /// <param name="cancellationToken">Stops the checks.</param>
    /// <exception cref="FeatureStoreException">It is refused.</exception>
    public async Task<JsonObject> BeginTemporaryAsync(string name, TrainingSetDefinition definition, SpooledFrame? frame, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(new TrainingSetRequest { Name = name, Definition = definition, KeptFor = options.Value.TrainingSets.TemporaryFor }, frame, cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.TrainingSetExists)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.TrainingSetExists, "The same command was uploaded before, and what it gives is still there. Give each command a 'command_id' of its own, such as a UUID.", exception);
        }
    }

    /// <summary>Begins a training set.</summary>
    /// <exception cref="FeatureStoreException">It is refused.</exception>
    public async Task<JsonObject> BeginAsync(TrainingSetRequest request, SpooledFrame? frame, CancellationToken cancellationToken)
    {
        var set = await sets.CreateAsync(request, frame, cancellationToken).ConfigureAwait(false);
        return new JsonObject { ["id"] = set.Id, ["name"] = set.Name };
    }

    /// <summary>The training set of that name that was asked for last, built or not; null when there is none.</summary>
    public Task<TrainingSet?> FindAsync(string name, CancellationToken cancellationToken) => sets.FindNewestAsync(name, cancellationToken);

    /// <summary>As <see cref="FindAsync"/>, where there is one.</summary>
    /// <exception cref="FeatureStoreException">There is none.</exception>
    public async Task<TrainingSet> GetAsync(string name, CancellationToken cancellationToken) => await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotFound(name);

    /// <summary>Waits until a training set is complete, and describes it.</summary>
    /// <exception cref="FeatureStoreException">What it failed with, or it is gone.</exception>
    public async Task<FlightTable> DescribeAsync(TrainingSet set, CancellationToken cancellationToken) => Describe(await sets.WaitAsync(set, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens the rows of a complete training set, or of one part of it.</summary>
    /// <exception cref="FeatureStoreException">There is none.</exception>
    public Task<IArrowSource> OpenAsync(FlightTable table, string? split, CancellationToken cancellationToken) => reader.OpenColumnsAsync(table.Name, split, cancellationToken);

    internal static FlightTable Describe(TrainingSet set) => new(set.Name, [.. set.Columns.Select(static column => new ArrowField(column.Name, ArrowType.Of(column.Type)))])
    {
        Rows = set.RowCount,
        Bytes = set.ByteCount,
        Until = set is { KeptFor: { } time, EndedAt: { } end } ? end + time : null,
        Metadata = set.PandasMetadata is { } pandas ? new Dictionary<string, string> { [Pandas] = pandas } : [],
    };

    private static FeatureStoreException NotFound(string name) => new(
        FeatureStoreErrorCode.TrainingSetNotFound,
        name.StartsWith(TrainingSetRequest.TemporaryPrefix, StringComparison.Ordinal)
            ? "Nothing belongs to this command: upload the entity frame with it first. What was uploaded without a 'name' is kept for 'FeatureStore:TrainingSets:TemporaryFor' once it is built."
            : $"There is no training set '{name}'. ListFlights lists what there is.");
}
