"""The books of many editions on the workers of a Dask cluster (the extra [cluster]).

    client     hands out one task an edition, and hears how they go
    bench      what each worker has for them, and the task itself
    exchange   inputs and books as archives, for workers that do not see the project's folder

Scheduling, retries, and what a lost worker was at are distributed's matter.
"""
