using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using FeatureStore;
using FeatureStore.TrainingSets;

namespace Catalog.Flight.Commands;

/// <summary>A command that says what a training set is to hold. With a name it is kept; otherwise the command tells it apart from others.</summary>
internal sealed class TrainingSetCommand(TrainingFlights flights, string name, TrainingSetRequest request) : FlightCommand
{
    private bool IsTemporary => request.Name is null;

    public override async Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        if (request.Definition.Range is not null)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, "The command has a 'range', whose rows are taken: fetch it without an upload, or leave the range out.");
        }

        using var frame = await flights.ReceiveAsync(rows, cancellationToken).ConfigureAwait(false);
        return await BeginAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
    {
        await BeginRangeAsync(cancellationToken).ConfigureAwait(false);
        return await flights.DescribeAsync(await flights.GetAsync(name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await BeginRangeAsync(cancellationToken).ConfigureAwait(false);
        return (await flights.GetAsync(name, cancellationToken).ConfigureAwait(false)).HasEnded;
    }

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken) => flights.OpenAsync(table, split: null, cancellationToken);

    private Task<JsonObject> BeginAsync(SpooledFrame? frame, CancellationToken cancellationToken) => IsTemporary
        ? flights.BeginTemporaryAsync(name, request.Definition, frame, cancellationToken)
        : flights.BeginAsync(request, frame, cancellationToken);

    /// <summary>A range needs no upload, so whoever asks for it first has it built.</summary>
    private async Task BeginRangeAsync(CancellationToken cancellationToken)
    {
        if (request.Definition.Range is null || await flights.FindAsync(name, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        try
        {
            await BeginAsync(frame: null, cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.TrainingSetExists)
        {
            // Somebody else was faster.
        }
    }
}
