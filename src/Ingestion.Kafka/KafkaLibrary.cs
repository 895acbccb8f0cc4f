#if SYSTEM_LIBRDKAFKA
using System.Reflection;
using System.Runtime.InteropServices;
#endif
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Finds librdkafka, the native part of the client. Thread-safe.</summary>
internal static class KafkaLibrary
{
#if SYSTEM_LIBRDKAFKA
    private static readonly string[] Names = ["librdkafka.so.1", "librdkafka.so", "librdkafka.dylib", "librdkafka.dll"];
#endif

    private static readonly Lazy<Exception?> Problem = new(Load);

    /// <summary>Loads the library at the first call.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>: it is not installed.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
        {
            throw KafkaErrors.NoLibrary(problem);
        }
    }

    private static Exception? Load()
    {
        try
        {
#if SYSTEM_LIBRDKAFKA
            NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
#endif
            _ = Library.Version;
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or InvalidOperationException or TypeInitializationException or BadImageFormatException)
        {
            return exception;
        }
    }

#if SYSTEM_LIBRDKAFKA
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!name.Contains("librdkafka", StringComparison.Ordinal))
        {
            return nint.Zero;
        }

        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        return nint.Zero;
    }
#endif
}
