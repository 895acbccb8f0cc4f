using Catalog.Core.Values;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// One window over an aggregate from which nothing can be taken away. An event costs one addition, a tile two merges and a value three, however long the window: complete tiles stand in
/// two stacks, whose merged ends are kept (the two-stack queue; Tangwongsan et al., "General incremental sliding-window aggregation", 2015).
/// </summary>
internal sealed class StackedWindow : SlidingWindows
{
    private readonly WindowShape _shape;
    private readonly int _place;
    private readonly Func<AggregateState> _create;
    private readonly Stack<AggregateState> _free = new();
    private readonly List<Tile> _tiles = [];
    private readonly AggregateState _back;
    private readonly AggregateState _result;

    // Tiles [_first, _split) are the front stack: each knows the merge of itself and those up to the split. Tiles [_split, last) are merged in _back; the last is open.
    private int _first;
    private int _split;

    internal StackedWindow(WindowShape shape, int place, Func<AggregateState> create)
    {
        (_shape, _place, _create) = (shape, place, create);
        _back = create();
        _result = create();
    }

    internal override long Hop => _shape.Hop;

    // An event before the last tile makes the stacks be built again.
    internal override void Add(in WindowEvent item, long tile)
    {
        if (_tiles.Count > _first && tile == _tiles[^1].Index)
        {
            _tiles[^1].State.Add(in item);
        }
        else if (_tiles.Count == _first || tile > _tiles[^1].Index)
        {
            if (_tiles.Count > _first)
            {
                _back.Merge(_tiles[^1].State);
            }

            Insert(_tiles.Count, tile).Add(in item);
        }
        else
        {
            AddEarlier(tile, in item);
        }
    }

    internal override void Read(long time, Span<Value> values)
    {
        Evict(_shape.FirstTileAt(time));
        _result.Reset();
        if (_first < _split)
        {
            _result.Merge(_tiles[_first].Suffix!); // Tiles before the split have one.
        }

        if (_first < _tiles.Count)
        {
            _result.Merge(_back);
            _result.Merge(_tiles[^1].State);
        }

        values[_place] = _result.Finish();
    }

    internal override void Clear()
    {
        for (var i = _first; i < _tiles.Count; i++)
        {
            Release(_tiles[i]);
        }

        _tiles.Clear();
        _back.Reset();
        (_first, _split) = (0, 0);
    }

    private void Evict(long firstTile)
    {
        while (_first < _tiles.Count && _tiles[_first].Index < firstTile)
        {
            if (_first >= _split && _first < _tiles.Count - 1)
            {
                Flip();
            }

            Release(_tiles[_first++]);
        }

        if (_first == _tiles.Count)
        {
            _tiles.Clear();
            _back.Reset();
            (_first, _split) = (0, 0);
        }
        else if (_first >= 64 && _first * 2 > _tiles.Count)
        {
            _tiles.RemoveRange(0, _first);
            (_first, _split) = (0, Math.Max(0, _split - _first));
        }
    }

    // Moves all complete tiles to the front stack.
    private void Flip()
    {
        var open = _tiles.Count - 1;
        for (var i = open - 1; i >= _first; i--)
        {
            var suffix = Take();
            suffix.Merge(_tiles[i].State);
            if (i + 1 < open)
            {
                suffix.Merge(_tiles[i + 1].Suffix!); // Made in the step before.
            }

            _tiles[i] = _tiles[i] with { Suffix = suffix };
        }

        _split = open;
        _back.Reset();
    }

    private void AddEarlier(long index, in WindowEvent item)
    {
        var place = _first;
        while (_tiles[place].Index < index)
        {
            place++;
        }

        var state = _tiles[place].Index == index ? _tiles[place].State : Insert(place, index);
        state.Add(in item);
        Unstack();
    }

    private void Unstack()
    {
        for (var i = _first; i < Math.Min(_split + 1, _tiles.Count); i++)
        {
            if (_tiles[i].Suffix is { } suffix)
            {
                Return(suffix);
                _tiles[i] = _tiles[i] with { Suffix = null };
            }
        }

        _split = _first;
        _back.Reset();
        for (var i = _first; i < _tiles.Count - 1; i++)
        {
            _back.Merge(_tiles[i].State);
        }
    }

    private AggregateState Insert(int place, long index)
    {
        var state = Take();
        _tiles.Insert(place, new Tile(index, state, null));
        return state;
    }

    private void Release(Tile tile)
    {
        Return(tile.State);
        if (tile.Suffix is { } suffix)
        {
            Return(suffix);
        }
    }

    private AggregateState Take() => _free.TryPop(out var state) ? state : _create();

    private void Return(AggregateState state)
    {
        state.Reset();
        _free.Push(state);
    }

    private readonly record struct Tile(long Index, AggregateState State, AggregateState? Suffix);
}
