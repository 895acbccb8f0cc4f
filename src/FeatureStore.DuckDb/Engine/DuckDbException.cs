using System.Runtime.InteropServices;
using System.Text;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>What DuckDB said when it refused. Stays inside this project: <see cref="DuckDbEdge"/> turns it into the module's exception.</summary>
internal sealed class DuckDbException(DuckDbErrorType errorType, string message) : Exception(message)
{
    internal DuckDbErrorType ErrorType { get; } = errorType;

    internal static unsafe DuckDbException From(DuckDbErrorType errorType, byte* message) => new(errorType, Text(message));

    internal static unsafe string Text(byte* utf8)
        => utf8 is null ? "no reason given" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(utf8));
}
