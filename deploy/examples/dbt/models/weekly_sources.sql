-- How much does each source publish a week, and how much of it says something of its own?
select
    date_trunc('week', a."day") as week,
    a.source,
    count(*) as articles,
    count(*) filter (where a.duplicate_of is null) as texts,
    count(distinct a.story_id) as stories
from {{ source('report', 'articles') }} as a
group by all
