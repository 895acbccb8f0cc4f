using System.Buffers;
using Google.Protobuf;

namespace Catalog.Grpc;

/// <summary>Turns messages of one type into bytes and back. Thread-safe if its functions are.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="Read">Reads a message; the bytes are valid only meanwhile. Throws <see cref="InvalidProtocolBufferException"/> for bytes that are none.</param>
/// <param name="SizeOf">How many bytes <paramref name="Write"/> will write.</param>
/// <param name="Write">Writes a message.</param>
public sealed record GrpcMarshaller<T>(Func<ReadOnlySequence<byte>, T> Read, Func<T, int> SizeOf, Action<T, IBufferWriter<byte>> Write);
