using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using Catalog.Core.Errors;

namespace Catalog.Flight.Commands;

/// <summary>What a client names by a descriptor or a ticket. One object for each call; not thread-safe.</summary>
public abstract class FlightCommand
{
    /// <summary>Takes the rows that come with it.</summary>
    /// <param name="rows">An Arrow IPC stream, read forwards without blocking; it need not be read to its end.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <returns>What the client is told; null for nothing.</returns>
    /// <exception cref="CatalogException">It is refused.</exception>
    public abstract Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken);

    /// <summary>What is to be fetched by it; waits until it is there.</summary>
    /// <exception cref="CatalogException">There is nothing, or it could not be made.</exception>
    public abstract Task<FlightTable> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>The rows of what <see cref="DescribeAsync"/> describes. Dispose of it to let go of them.</summary>
    /// <exception cref="CatalogException">There is nothing, or it could not be made.</exception>
    public abstract Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="DescribeAsync"/> would answer at once.</summary>
    /// <exception cref="CatalogException">There is nothing.</exception>
    public virtual Task<bool> IsReadyAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
