using System.Runtime.CompilerServices;
using Catalog.Core.Arrow;
using Catalog.Flight.Commands;
using Catalog.Flight.Messages;
using FeatureStore.Model;
using FeatureStore.TrainingSets;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Catalog.Flight.Transfer;

/// <summary>Describes what can be fetched, as Flight has it. A ticket is the descriptor, so that nothing is to be remembered. Thread-safe.</summary>
internal sealed class FlightInfos(TrainingSetService sets)
{
    private const int PageSize = 100;

    internal static FlightInfo Of(FlightDescriptor descriptor, FlightTable table)
    {
        // Without a location it is fetched where it was asked for.
        var endpoint = new FlightEndpoint { Ticket = new Ticket { Ticket_ = descriptor.ToByteString() } };
        if (table.Until is { } until)
        {
            endpoint.ExpirationTime = Timestamp.FromDateTime(until.ToDateTime());
        }

        return new FlightInfo { Schema = SchemaOf(table), FlightDescriptor = descriptor, Endpoint = { endpoint }, TotalRecords = table.Rows, TotalBytes = table.Bytes, Ordered = true };
    }

    internal static ByteString SchemaOf(FlightTable table) => ByteString.CopyFrom(ArrowStream.WriteSchema(table.Fields, table.Metadata));

    /// <summary>The training sets that are kept and complete, newest first.</summary>
    /// <param name="part">What is in their names; empty for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async IAsyncEnumerable<FlightInfo> ListAsync(string part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? before = null;
        IReadOnlyList<TrainingSet> page;
        do
        {
            page = await sets.ListAsync(before, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var set in page.Where(set => set is { State: TrainingSetState.Completed, KeptFor: null } && set.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                yield return Of(new FlightDescriptor { Type = FlightDescriptor.Types.DescriptorType.Path, Path = { set.Name } }, TrainingFlights.Describe(set));
            }

            before = page.Count > 0 ? page[^1].Id : null;
        }
        while (page.Count == PageSize);
    }
}
