using System.Text.Json;
using Catalog.Core.Errors;

namespace Catalog.Flight.Commands;

/// <summary>Knows commands of one kind. Thread-safe.</summary>
public interface IFlightCommands
{
    /// <summary>The command, if it is of this kind.</summary>
    /// <param name="command">What the client sent: a JSON object, valid until the call ends.</param>
    /// <param name="bytes">The same as it was sent, which names what belongs to it.</param>
    /// <returns>Null for a command of another kind.</returns>
    /// <exception cref="CatalogException">It is of this kind and wrong.</exception>
    FlightCommand? Find(JsonElement command, ReadOnlyMemory<byte> bytes);
}
