using System.Runtime.InteropServices;
using System.Text;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>What DuckDB said when it refused. Stays inside this project: <see cref="DuckDbEdge"/> turns it into the module's exception.</summary>
internal sealed class DuckDbException(DuckDbErrorType errorType, string message) : Exception(message)
{
    internal DuckDbErrorType ErrorType { get; } = errorType;

    // What DuckDB says of tables that it cannot fill for want of memory comes without its type.
    private static readonly string[] NoMemory = ["could not allocate block", "failed to pin block", "Out of Memory Error"];

    // Statements that nobody outside can make.
    private const string Advice = "\n\nPossible solutions:";

    internal static unsafe DuckDbException From(DuckDbErrorType errorType, byte* message)
    {
        var text = Text(message);
        return Array.Exists(NoMemory, words => text.Contains(words, StringComparison.Ordinal))
            ? new DuckDbException(DuckDbErrorType.OutOfMemory, text.Split(Advice)[0])
            : new DuckDbException(errorType, text);
    }

    internal static unsafe string Text(byte* utf8)
        => utf8 is null ? "no reason given" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(utf8));
}
