using System.Buffers.Binary;
using Catalog.Persistence.Storage;
using Ingestion.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class UniquenessIndex(CatalogDatabase<IngestionDbContext> database) : IUniquenessIndex
{
    // Stays below the number of parameters that a statement may have.
    private const int HashesAQuery = 500;

    public Task<IReadOnlyList<RecordPosition?>> FindAsync(IReadOnlyList<UInt128> hashes, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<RecordPosition?>>(
            async (context, token) =>
            {
                var owners = await FindOwnersAsync(context, hashes, token).ConfigureAwait(false);
                return [.. hashes.Select(hash => owners.TryGetValue(hash, out var owner) ? owner : (RecordPosition?)null)];
            },
            cancellationToken);

    public Task AddAsync(string source, IReadOnlyList<UniquenessClaim> claims, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var owners = await FindOwnersAsync(context, [.. claims.Select(static claim => claim.Hash)], token).ConfigureAwait(false);
                foreach (var claim in claims)
                {
                    if (owners.TryAdd(claim.Hash, claim.Owner))
                    {
                        context.Claims.Add(new ClaimEntity
                        {
                            Hash = Bytes(claim.Hash), Source = source, Fingerprint = claim.Owner.Fingerprint, RecordNumber = claim.Owner.RecordNumber,
                        });
                    }
                }
            },
            cancellationToken);

    public Task RemoveFromAsync(string source, string fingerprint, long firstRecord, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, token) => context.Claims
                .Where(row => row.Source == source && row.Fingerprint == fingerprint && row.RecordNumber >= firstRecord)
                .ExecuteDeleteAsync(token),
            cancellationToken);

    private static async Task<Dictionary<UInt128, RecordPosition>> FindOwnersAsync(
        IngestionDbContext context, IReadOnlyList<UInt128> hashes, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<UInt128, RecordPosition>();
        foreach (var some in hashes.Distinct().Select(Bytes).Chunk(HashesAQuery))
        {
            var rows = await context.Claims.AsNoTracking().Where(row => some.Contains(row.Hash)).ToListAsync(cancellationToken).ConfigureAwait(false);
            rows.ForEach(row => owners.Add(BinaryPrimitives.ReadUInt128BigEndian(row.Hash), new RecordPosition(row.Fingerprint, row.RecordNumber)));
        }

        return owners;
    }

    private static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }
}
